// The errors of the admin API and their texts.

import * as z from 'zod'

/**
 * A problem of one field. The path is written like `match.nth`; it is empty when the whole input is
 * wrong.
 */
export const FieldError = z
  .strictObject({ path: z.string(), message: z.string() })
  .meta({ id: 'FieldError', description: 'What is wrong with one field.' })
export type FieldError = z.infer<typeof FieldError>

export const ErrorBody = z
  .strictObject({
    message: z.string().describe('One sentence that names the field and the fix.'),
    errors: z
      .array(FieldError)
      .describe('The invalid fields, at most 100. Empty when no single field is invalid.'),
  })
  .meta({ id: 'AdminError', description: 'An error of the admin API. Nothing was changed.' })
export type ErrorBody = z.infer<typeof ErrorBody>

export type AdminStatus =
  | 400
  | 401
  | 403
  | 404
  | 405
  | 409
  | 413
  | 415
  | 422
  | 429
  | 500
  | 503
  | 507

/** A longer list helps nobody, and could be larger than the body of the call. */
const MAX_ERRORS = 100

/** The error for a call that the admin API refuses. The call has changed nothing. */
export class AdminFailure extends Error {
  override name = 'AdminFailure'
  readonly status: AdminStatus
  readonly errors: readonly FieldError[]

  constructor(status: AdminStatus, message: string, errors: readonly FieldError[] = []) {
    super(message)
    this.status = status
    this.errors = errors.slice(0, MAX_ERRORS)
  }
}

/**
 * Makes a failure with all errors. `whole` is the name of the input in the message when a path is
 * empty.
 */
export function refusal(
  status: AdminStatus,
  errors: readonly FieldError[],
  whole = 'the body',
): AdminFailure {
  const [first = { path: '', message: 'is wrong' }, ...others] = errors
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  return new AdminFailure(
    status,
    `${first.path === '' ? whole : first.path} ${first.message}${more}`,
    errors,
  )
}

export const callerGone = (): AdminFailure => new AdminFailure(400, 'the caller went away')

export const notFound = (what: string, where: string): AdminFailure =>
  new AdminFailure(404, `there is no ${what}; see ${where}`)

/** The error statuses that calls which write rows can have. */
export const unwritable: Readonly<Record<number, string>> = {
  409: 'The mock was started with `--read-only`, or the rows were replaced meanwhile.',
  503: 'Another process is writing to the `--db` file; `Retry-After` says when to call again.',
  507: 'The disk of the `--db` file is full.',
}
