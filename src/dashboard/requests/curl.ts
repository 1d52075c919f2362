/** A curl line of the journal with a token in place of `$TOKEN`, which stands between double quotes. */
export const withToken = (curl: string, plain: string): string =>
  curl.replace('Bearer $TOKEN"', () => `Bearer ${plain.replace(/[\\"$`]/g, String.raw`\$&`)}"`)
