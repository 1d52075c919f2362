// The calls for findings, the report, and silenced rules.

import * as z from 'zod'
import { inOrder } from '../clock/in-order.ts'
import { countsOf } from '../judge/counts.ts'
import { byGravity, gravityOf } from '../judge/judge.ts'
import { rules } from '../judge/rules.ts'
import { Report, Rule, Severity } from '../judge/schemas.ts'
import { isAtLeast } from '../judge/severity.ts'
import { ruleIds } from '../rule-ids.ts'
import { notFound } from './failure.ts'
import { optionalUser, UserQuery } from './fields.ts'
import { docsOf, toFinding } from './finding-view.ts'
import type { Judged } from './judged.ts'
import { mergeOwnerless, type WeighedFinding } from './ownerless.ts'
import { listOf } from './pieces.ts'
import { route } from './route.ts'
import { JudgeQuery, requireJudged } from './walks.ts'

const RuleId = z.enum(ruleIds, { error: `must be one of ${ruleIds.join(', ')}` })

const FindingQuery = JudgeQuery.extend({
  rule: RuleId.optional(),
  level: Severity.default('note').describe('The lowest severity that is reported.'),
})

const Silence = z
  .strictObject({ rule: z.string(), reason: z.string() })
  .meta({ id: 'Silence', description: 'A silenced rule and the reason.' })
type Silence = z.infer<typeof Silence>

const Reason = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .describe('The reason for silencing the rule. Reports show the reason.'),
})

const RuleParams = z.strictObject({ rule: RuleId })

export const findingRoutes = [
  route({
    method: 'GET',
    url: '/findings',
    operationId: 'getReport',
    judges: true,
    tag: 'Judge',
    summary: 'Report the mistakes of clients',
    description:
      'Judges all walks in the journal. A walk without further requests counts as finished, ' +
      'unless `live=true`.',
    query: FindingQuery,
    status: 200,
    response: Report,
    *handle({ query }, { controls, baseUrl, judging }) {
      const user = requireJudged(controls, query)
      const seen = { requests: 0, forgotten: 0, walks: 0 }
      const weighed: WeighedFinding[] = []
      if (controls.isJudged) {
        yield* judging.judge({ user, live: query.live === 'true' }, function* (all) {
          const { requests, forgotten, walks, findings } =
            query.token === undefined ? all : ofToken(all, query.token)
          seen.requests += requests
          seen.forgotten += forgotten
          seen.walks += walks.length
          for (const judged of findings) {
            yield
            const { rule, severity } = judged
            const { id } = rule
            if ((query.rule ?? id) !== id || !isAtLeast(severity, query.level)) continue
            const reason = controls.silences.reasonFor(judged.walk.user, judged.rule.id)
            const silenced = reason === null ? null : controls.redaction.sentence(reason)
            weighed.push({ judged, severity, silenced, gravity: gravityOf(judged) })
          }
        })
      }
      const sorted = yield* inOrder([...mergeOwnerless(weighed)], (a, b) =>
        byGravity(a.gravity, b.gravity),
      )
      const findings = yield* listOf(sorted, ({ judged, silenced }) =>
        toFinding(judged, silenced, { baseUrl, replica: controls.replica }),
      )
      return { judged: controls.isJudged, ...seen, counts: countsOf(sorted), findings }
    },
  }),
  route({
    method: 'GET',
    url: '/rules',
    operationId: 'listRules',
    tag: 'Judge',
    summary: 'List the rules of the judge',
    description: 'Lists all rules, with silenced rules. /docs/rules explains each rule.',
    status: 200,
    response: z.strictObject({ rules: z.array(Rule) }),
    handle: () => ({
      rules: rules.map(({ id, severity, why, fix }) => ({
        id,
        severity,
        why,
        fix,
        docs: docsOf(id),
      })),
    }),
  }),
  route({
    method: 'GET',
    url: '/silences',
    operationId: 'listSilences',
    tag: 'Judge',
    summary: 'List silenced rules',
    description:
      'The silenced rules of one user. Without `user`, the silenced rules of the whole run.',
    query: UserQuery,
    status: 200,
    repeatsTexts: true,
    response: z.strictObject({ silences: z.array(Silence) }),
    handle: ({ query }, { controls }) => ({
      silences: controls.silences.list(optionalUser(controls, query.user)),
    }),
  }),
  route({
    method: 'PUT',
    url: '/silences/:rule',
    operationId: 'silenceRule',
    tag: 'Judge',
    summary: 'Silence a rule',
    description:
      'Silences the rule for one user. Without `user`, for the whole run. Reports still show ' +
      'its findings, with the reason.',
    params: RuleParams,
    query: UserQuery,
    body: Reason,
    status: 200,
    repeatsTexts: true,
    response: Silence,
    handle: ({ params: { rule }, query, body: { reason } }, { controls }) => {
      controls.silences.set(optionalUser(controls, query.user), rule, reason)
      return { rule, reason }
    },
  }),
  route({
    method: 'DELETE',
    url: '/silences/:rule',
    operationId: 'unsilenceRule',
    tag: 'Judge',
    summary: 'Remove the silence of a rule',
    description: 'The rule counts again for one user. Without `user`, for the whole run.',
    params: RuleParams,
    query: UserQuery,
    status: 204,
    failures: { 404: 'It is not silent.' },
    handle: ({ params: { rule }, query }, { controls }) => {
      const removed = controls.silences.remove(optionalUser(controls, query.user), rule)
      if (!removed) throw notFound(`silence of ${rule}`, 'GET /__admin/silences')
    },
  }),
]

function ofToken(judged: Judged, token: number | undefined): Judged {
  const walks = judged.walks.filter((walk) => walk.token === token)
  const findings = judged.findings.filter(({ walk }) => walk.token === token)
  return {
    ...judged,
    walks,
    findings,
    requests: walks.reduce((total, walk) => total + walk.requests, 0),
  }
}
