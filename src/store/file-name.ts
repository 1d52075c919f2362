// The name of a database, and what is said of a file that cannot be used.

import { StoreError } from './store-error.ts'

/** The name of a file as the user wrote it. */
export type FileName = {
  /** Undefined for a store in memory. */
  readonly file: string | undefined
  /** The setting that gave the name, for messages. */
  readonly fileSetting?: string | undefined
}

export const unusable = ({ file, fileSetting = '--db' }: FileName, reason: string): StoreError =>
  new StoreError(`cannot use ${file ?? 'memory'} as ${fileSetting}: ${reason}`)
