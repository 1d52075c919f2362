// Why a request failed, as browsers tell it: they know none of the codes of system errors. The build takes this for system-errors.ts,
// whose sentences would be a fiftieth of the script.

export const codeOf = (): undefined => undefined

export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
