// The result in one line.

import { severities } from '../lint/severity.ts'
import type { Judgement } from './judgement.ts'
import { failingFindings } from './level.ts'
import { counted } from './words.ts'

/** "2 errors, 1 warning in 3 walks (14 requests)" */
export function headline({ report, level }: Judgement): string {
  const { judged, counts, requests, walks, forgotten } = report
  if (!judged) return 'nothing was judged, because judging is turned off (by --no-judge or --journal 0)'
  if (requests === 0 && forgotten === 0) return 'no findings, because no list was asked for'
  const found = severities.filter((severity) => counts[severity] > 0).map((severity) => counted(counts[severity], severity))
  const isBelow = found.length > 0 && failingFindings(report, level).length === 0
  return [
    `${found.join(', ') || 'no findings'} in ${counted(walks, 'walk')} (${counted(requests, 'request')})`,
    ...(isBelow ? [`none is ${level === 'error' ? 'an error' : `a ${level} or worse`}`] : []),
    ...(counts.silenced > 0 ? [`${counts.silenced} silenced`] : []),
  ].join('; ')
}
