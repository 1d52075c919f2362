// The reason of a failed request in a browser, which knows no codes of system errors. The build
// uses this file in place of system-errors.ts, whose sentences would be 2% of the script.

export const codeOf = (): undefined => undefined

export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
