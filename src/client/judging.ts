// The calls of the judge: walks, findings, and an expectation that fails a test.

import type { Report } from '../judge/schemas.ts'
import { lacksRequests } from '../reports/headline.ts'
import { failingFindings } from '../reports/level.ts'
import { formatText } from '../reports/text.ts'
import { FindingsError } from './findings-error.ts'
import { type Query, type Scope } from './http.ts'
import { AdminError } from './admin-error.ts'
import type { Finding, FindingQuery, RuleId, WalkQuery, WalkView } from './wire.ts'

/** The judgement on the requests in the journal. A walk that did not continue counts as over. */
export type JudgeControl = {
  walks(query?: WalkQuery): Promise<WalkView[]>
  /** The findings that are not silenced, the most severe first. */
  findings(query?: FindingQuery): Promise<Finding[]>
  report(query?: FindingQuery): Promise<Report>
  /**
   * Rejects with a FindingsError when there is a finding of the severity `level` (default
   * `warning`) or a more severe one. Its message is the readable report. With `requireRequests` it
   * also rejects when no client requested the list.
   */
  expectClean(query?: FindingQuery & { requireRequests?: boolean }): Promise<void>
  /** Silences a rule from now on, for this user or the whole server. Reports show the reason. */
  silence(rule: RuleId, reason: string): Promise<void>
  /** Rejects when the rule is not silenced. */
  unsilence(rule: RuleId): Promise<void>
}

export function createJudgeControl({
  http,
  user,
  url,
}: Pick<Scope, 'http' | 'user' | 'url'>): JudgeControl {
  const toQuery = ({ live, ...query }: FindingQuery | WalkQuery): Query => ({
    ...query,
    user,
    ...(live === true && { live: 'true' }),
  })

  const report = (query: FindingQuery = {}): Promise<Report> =>
    http.call('GET', '/findings', { query: toQuery(query) })

  const walks: JudgeControl['walks'] = async (query = {}) =>
    (await http.call<{ walks: WalkView[] }>('GET', '/walks', { query: toQuery(query) })).walks

  return {
    walks,
    report,
    findings: async (query) =>
      (await report(query)).findings.filter(({ silenced }) => silenced === null),
    async expectClean({ level = 'warning', requireRequests = false, ...query } = {}) {
      const reported = await report(query)
      if (!reported.judged)
        throw new AdminError(
          'judging is turned off, so nobody knows; start the mock with judge: true and a journal',
          {},
        )
      const lacksAny = lacksRequests({
        report: reported,
        walks: [],
        level,
        url,
        needsRequests: requireRequests,
      })
      if (failingFindings(reported, level).length === 0 && !lacksAny) return
      const { token, live } = query
      const all = await walks({
        ...(token !== undefined && { token }),
        ...(live !== undefined && { live }),
      })
      throw new FindingsError(
        formatText({ report: reported, walks: all, level, url, needsRequests: requireRequests }),
        reported,
      )
    },
    async silence(rule, reason) {
      await http.call('PUT', `/silences/${rule}`, { query: { user }, body: { reason } })
    },
    unsilence: (rule) => http.call('DELETE', `/silences/${rule}`, { query: { user } }),
  }
}
