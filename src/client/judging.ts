// The judge: walks, findings, and a test that fails on them.

import type { Report } from '../lint/schemas.ts'
import { formatText } from '../reports/text.ts'
import { isAtLeast } from '../reports/level.ts'
import { FindingsError } from './findings-error.ts'
import { AdminError, type Scope } from './http.ts'
import type { JudgeControl } from './types.ts'
import type { FindingQuery, WalkView } from './wire.ts'

export function createJudgeControl({ http, user, url }: Scope): JudgeControl {
  const report = ({ live, ...query }: FindingQuery = {}): Promise<Report> =>
    http.call('GET', '/findings', { query: { ...query, user, ...(live === true && { live: 'true' }) } })

  const walks: JudgeControl['walks'] = async ({ live, ...query } = {}) =>
    (await http.call<{ walks: WalkView[] }>('GET', '/walks', { query: { ...query, user, ...(live === true && { live: 'true' }) } })).walks

  return {
    walks,
    report,
    findings: async (query) => (await report(query)).findings.filter(({ silenced }) => silenced === null),
    async expectClean({ level = 'warning', ...query } = {}) {
      const found = await report(query)
      if (!found.judged) throw new AdminError('judging is turned off, so nobody knows; start the mock with judge: true and a journal', {})
      const isFailed = found.findings.some(({ severity, silenced }) => silenced === null && isAtLeast(severity, level))
      if (!isFailed) return
      const { token, live } = query
      const all = await walks({ ...(token !== undefined && { token }), ...(live !== undefined && { live }) })
      throw new FindingsError(formatText({ report: found, walks: all, level, url }), found)
    },
    async silence(rule, reason) {
      await http.call('PUT', `/silences/${rule}`, { query: { user }, body: { reason } })
    },
    unsilence: (rule) => http.call('DELETE', `/silences/${rule}`, { query: { user } }),
  }
}
