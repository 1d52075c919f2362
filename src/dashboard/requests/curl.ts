import { quote } from '../../system/shell.ts'

/** Puts a token into a curl line of the journal, which has `$TOKEN` inside double quotes. */
export const withToken = (curl: string, plain: string): string =>
  curl.replace('"Authorization: Bearer $TOKEN"', () => quote(`Authorization: Bearer ${plain}`))
