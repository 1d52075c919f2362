import { DatasetError } from '../dataset/dataset-error.ts'
import { fromName } from '../parse-settings.ts'
import { reasonOf } from '../system/system-errors.ts'
import { fixtureNames } from './fixtures.ts'

/**
 * The error for a dataset that the system does not give. `setting` names where its name was given.
 */
export function unreadable(
  path: string,
  error: unknown,
  setting: string | undefined,
): DatasetError {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
  const reason = isMissing
    ? `there is no such file; give a file or one of ${fixtureNames.join(', ')}`
    : reasonOf(error)
  return new DatasetError(`cannot read the dataset ${path}${fromName(setting)}: ${reason}`)
}
