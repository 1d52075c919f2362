// The formats of a report, by their names for --format.

import { formatGithub } from './github.ts'
import { formatJson } from './json.ts'
import type { Judgement } from './judgement.ts'
import { formatJunit } from './junit.ts'
import { formatSarif } from './sarif.ts'
import { formatText, type TextOptions } from './text.ts'

/** `summary` is Markdown for the page of the CI job. Neither text ends with a line break. */
export type Formatted = { readonly output: string; readonly summary?: string }

export const formatNames = ['text', 'json', 'junit', 'github', 'sarif'] as const
export type FormatName = (typeof formatNames)[number]

export const formats: Readonly<
  Record<FormatName, (judgement: Judgement, options?: TextOptions) => Formatted>
> = {
  text: (judgement, options) => ({ output: formatText(judgement, options) }),
  json: (judgement) => ({ output: formatJson(judgement) }),
  junit: (judgement) => ({ output: formatJunit(judgement) }),
  github: formatGithub,
  sarif: (judgement) => ({ output: formatSarif(judgement) }),
}
