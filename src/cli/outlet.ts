// The stream and the files that a report is written to.

import { ConfigError } from '../parse-settings.ts'
import { reasonOf } from '../system/system-errors.ts'
import type { Output, Program } from './program.ts'

export type Outlet = {
  readonly print: (text: string) => Promise<void>
  /** Prints a line for people, beside the report. */
  readonly notify: (line: string) => void
  /** True when `print` writes to a terminal with colours. */
  readonly isColored: boolean
  /** The Markdown file that GitHub Actions names for summaries. */
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
