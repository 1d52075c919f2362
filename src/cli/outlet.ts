// Where a report goes.

import { ConfigError } from '../parse-settings.ts'
import { reasonOf } from '../system/system-errors.ts'
import type { Output, Program } from './program.ts'

/** Where the report goes. */
export type Outlet = {
  readonly print: (text: string) => Promise<void>
  /** One line for people, beside the report. */
  readonly notify: (line: string) => void
  /** Whether `print` reaches a terminal with colours. */
  readonly isColored: boolean
  /** The file that GitHub Actions names for Markdown. */
  readonly summaryFile: string | undefined
}

export function outletOf(stream: Output, { env, notify }: Program): Outlet {
  return {
    print: (text) =>
      new Promise((resolve, reject) =>
        stream.write(text, (error) =>
          error
            ? reject(new ConfigError(`cannot write the report: ${reasonOf(error)}`))
            : resolve(),
        ),
      ),
    notify,
    isColored: stream.isTTY === true && stream.hasColors?.() === true,
    summaryFile: env['GITHUB_STEP_SUMMARY'] || undefined,
  }
}
