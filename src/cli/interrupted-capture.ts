// An interrupted capture, which --resume goes on with.

import { readFileSync } from 'node:fs'
import type { CaptureListOptions } from '../capture/capture-list.ts'
import { Interruption, interruptionFileOf } from '../capture/interruption.ts'
import type { TextKind } from '../dataset/captured.ts'
import { parseDatasetText } from '../dataset/dataset.ts'
import { ConfigError } from '../parse-settings.ts'
import { reasonOf } from '../system/system-errors.ts'

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.toSorted().join() === other.toSorted().join()

type Wanted = {
  readonly keep: readonly TextKind[]
  readonly filters: object
  readonly salt: string | undefined
}

/**
 * Throws a ConfigError, also when the file is a capture of another list or with other kinds of
 * texts.
 */
export function readInterrupted(file: string, wanted: Wanted): CaptureListOptions['resume'] {
  const resume = loadInterrupted(file)
  const { kept = [], filters = [] } = resume.dataset.captured ?? {}
  if ((resume.interruption.key === null) !== (wanted.salt !== undefined))
    throw new ConfigError(
      `--resume goes on with the options of the first run, which had ${wanted.salt === undefined ? 'a' : 'no'} --salt-env`,
    )
  if (same(kept, wanted.keep) && same(filters, Object.keys(wanted.filters))) return resume
  throw new ConfigError(
    `--resume goes on with the options of the first run: --keep ${kept.join() || 'nothing'}, filters ${filters.join() || 'none'}`,
  )
}

function loadInterrupted(file: string): NonNullable<CaptureListOptions['resume']> {
  const noteFile = interruptionFileOf(file)
  try {
    return {
      interruption: Interruption.parse(JSON.parse(readFileSync(noteFile, 'utf8'))),
      dataset: parseDatasetText(readFileSync(file, 'utf8'), file),
    }
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error ? reasonOf(error) : 'it is no such file'
    throw new ConfigError(
      `--resume needs ${file} and ${noteFile} of a capture that was interrupted (${reason}); leave out --resume to begin again`,
    )
  }
}
