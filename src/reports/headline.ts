// The result of the judge in one line.

import type { Report } from '../judge/schemas.ts'
import { severities } from '../judge/severity.ts'
import type { Judgement } from './judgement.ts'
import { failingFindings } from './level.ts'
import { counted } from '../judge/words.ts'

/** For example "2 errors, 1 warning in 3 walks (14 requests)". */
export function headline(judgement: Judgement): string {
  const { report, level } = judgement
  const { judged, counts, requests, walks } = report
  if (!judged)
    return 'nothing was judged, because judging is turned off (by --no-judge or --journal 0)'
  if (lacksRequests(judgement)) return 'nothing was judged, because no list was requested'
  if (isUnrequested(report)) return 'no findings: no list was requested'
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => counted(counts[severity], severity))
  const isBelow = parts.length > 0 && failingFindings(report, level).length === 0
  return [
    `${parts.join(', ') || 'no findings'} in ${counted(walks, 'walk')} (${counted(requests, 'request')})`,
    ...(isBelow ? [`none is ${level === 'error' ? 'an error' : `a ${level} or worse`}`] : []),
    ...(counts.silenced > 0 ? [`${counts.silenced} silenced`] : []),
  ].join('; ')
}

/** Whether there was no request to judge. */
const isUnrequested = ({ requests, forgotten }: Report): boolean =>
  requests === 0 && forgotten === 0

/** Whether missing requests make the run fail. A check without requests must not pass. */
export const lacksRequests = ({ report, needsRequests = false }: Judgement): boolean =>
  needsRequests && isUnrequested(report)
