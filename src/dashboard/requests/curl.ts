import { quote } from '../../system/shell.ts'

/** A curl line of the journal with a token in place of `$TOKEN`, which stands between double quotes. */
export const withToken = (curl: string, plain: string): string =>
  curl.replace('"Authorization: Bearer $TOKEN"', () => quote(`Authorization: Bearer ${plain}`))
