// Turns errors of other folders into failures of the admin API, when the caller caused them.

import { DatasetError } from '../dataset/dataset.ts'
import { FaultLimitError } from '../faults/faults.ts'
import { DatabaseError, type DatabaseErrorKind } from '../store/database-error.ts'
import { ReadOnlyError } from '../store/open-store.ts'
import { DuplicateRowError, GoneError } from '../store/row-error.ts'
import { AdminFailure, type AdminStatus, callerGone } from './failure.ts'
import { refusalOf, TAKEN } from './row-problems.ts'

/** Gives undefined for an unexpected error. `maxBytes` is the limit of the body. */
export function toFailure(error: unknown, maxBytes: number): AdminFailure | undefined {
  if (error instanceof AdminFailure) return error
  if (error instanceof DatasetError) return fromDataset(error)
  if (error instanceof DuplicateRowError)
    return refusalOf([{ path: [error.list, error.index, error.column], message: TAKEN }], 409)
  if (error instanceof ReadOnlyError || error instanceof GoneError)
    return new AdminFailure(409, error.message)
  if (error instanceof FaultLimitError) return new AdminFailure(429, error.message)
  if (error instanceof DatabaseError) return new AdminFailure(...ofDatabase[error.kind])
  if (!(error instanceof Error) || !('code' in error)) return undefined
  if (error.code === 'ECONNRESET') return callerGone()
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new AdminFailure(
      413,
      `a body may have at most ${maxBytes} bytes; send rows in parts, or as a dataset by PUT /__admin/dataset`,
    )
  const known = ofFastify.get(error.code)
  return known && new AdminFailure(...known)
}

/** A body that is not JSON has no fields to name. */
const fromDataset = ({ message, problems }: DatasetError): AdminFailure =>
  problems.length === 0 ? new AdminFailure(400, message) : refusalOf(problems, 422, 'the dataset')

/** The answers for database errors. They do not name the file; the log does. */
const ofDatabase: Record<DatabaseErrorKind, readonly [AdminStatus, string]> = {
  busy: [503, 'another process is writing to the --db file; try again in a second'],
  full: [507, 'the disk of the --db file is full, and nothing was written; free some space'],
  'read only': [
    409,
    'the --db file cannot be written: the mock was started with --read-only; start it without',
  ],
  damaged: [
    500,
    'the --db file is damaged where this call reads or writes it; restore a copy, or remove it to have it made again',
  ],
  broken: [500, 'the --db file could not be read or written; the log says why'],
}

const ofFastify = new Map<unknown, readonly [AdminStatus, string]>([
  [
    'FST_ERR_CTP_INVALID_MEDIA_TYPE',
    [415, 'a body must come with "Content-Type: application/json"'],
  ],
  ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', [400, 'the body is not as long as Content-Length says']],
  ['FST_ERR_BAD_URL', [400, 'the path is not a valid URL']],
])
