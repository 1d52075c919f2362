// Walks: how clients went through lists.

import * as z from 'zod'
import type { Work } from '../clock/turns.ts'
import { toHeaderText } from '../journal/wire.ts'
import { Verdict, Walk } from '../lint/schemas.ts'
import type { Outcome } from '../walks/verdict.ts'
import type { Walk as JudgedWalk } from '../walks/walk.ts'
import { AdminFailure, notFound } from './failure.ts'
import { findTokenFaults, IdParams, optionalUser, user, wholeText } from './fields.ts'
import { createWalkView, type Judged, judgeUsers } from './judging.ts'
import { route } from './route.ts'
import { requireNone } from './row-places.ts'
import type { Steering } from './steering.ts'

export const JudgeQuery = z.strictObject({
  user,
  token: wholeText(1, Number.MAX_SAFE_INTEGER).optional().describe("A token's id."),
  live: z.enum(['true', 'false']).default('false').describe('Whether walks may still go on. Otherwise all are taken for over.'),
})
export type JudgeQuery = z.infer<typeof JudgeQuery>

const WalkQuery = JudgeQuery.extend({
  verdict: Verdict.optional(),
  name: z.string().optional().describe('X-Mock-Walk.'),
  limit: wholeText(1, 1000).default(100).describe('The newest are given first.'),
})

type WalkQuery = z.infer<typeof WalkQuery>

const OFF = 'judging is turned off; start the mock without --no-judge and with a journal'

/** Checks whom a call names. */
export function requireJudged(steering: Steering, { user: id, token }: JudgeQuery): number | undefined {
  requireNone(findTokenFaults(steering, token, { path: ['token'] }))
  return optionalUser(steering, id)
}

/** The outcome is there when it was looked at. */
type Meant = { readonly walk: JudgedWalk; readonly one: Judged; readonly outcome: Outcome | undefined }

/** How many walks a query means, and the newest of them, as many as it asks for. */
function* findMeant(
  judged: readonly Judged[],
  query: WalkQuery,
  outcomeOf: (walk: JudgedWalk, one: Judged) => Work<Outcome>,
): Work<{ total: number; newest: readonly Meant[] }> {
  let total = 0
  let newest: Meant[] = []
  for (const one of judged) {
    const own: Meant[] = []
    for (const walk of one.walks) {
      yield
      if (!isOf(walk, query)) continue
      const outcome = query.verdict === undefined ? undefined : yield* outcomeOf(walk, one)
      if (outcome?.verdict === query.verdict) own.push({ walk, one, outcome })
    }
    total += own.length
    newest = [...newest, ...own.slice(-query.limit)].toSorted((a, b) => b.walk.id - a.walk.id).slice(0, query.limit)
  }
  return { total, newest }
}

const isOf = ({ token, name }: JudgedWalk, query: WalkQuery): boolean =>
  (query.token ?? token) === token && (query.name ?? toHeaderText(name)) === toHeaderText(name)

export const walkRoutes = [
  route({
    method: 'GET',
    url: '/walks',
    operationId: 'listWalks',
    tag: 'Judge',
    summary: 'List walks',
    description: 'How clients went through lists, as far as the journal remembers, and what became of it.',
    query: WalkQuery,
    status: 200,
    response: z.strictObject({ total: z.int().describe('How many there are, whatever the limit.'), walks: z.array(Walk) }),
    failures: { 409: 'Judging is turned off.' },
    *handle({ query }, { steering }) {
      if (!steering.isJudged) throw new AdminFailure(409, OFF)
      const judged = yield* judgeUsers(steering, { user: requireJudged(steering, query), live: query.live === 'true' })
      const { outcomeOf, toView } = createWalkView(steering)
      const { total, newest } = yield* findMeant(judged, query, outcomeOf)
      const walks: Walk[] = []
      for (const { walk, one, outcome } of newest) {
        walks.push(toView(walk, one, outcome ?? (yield* outcomeOf(walk, one))))
        yield
      }
      return { total, walks }
    },
  }),
  route({
    method: 'GET',
    url: '/walks/:id',
    operationId: 'getWalk',
    tag: 'Judge',
    summary: 'One walk',
    description: 'The id is that of its first request. The steps are in the order in which they came.',
    params: IdParams,
    query: JudgeQuery.pick({ live: true }),
    status: 200,
    response: Walk,
    failures: { 404: 'There is no such walk, or its requests have left the journal.', 409: 'Judging is turned off.' },
    *handle({ params: { id }, query }, { steering }) {
      if (!steering.isJudged) throw new AdminFailure(409, OFF)
      // A walk has the id and the user of its first request.
      const owner = steering.journal.find(id)?.user
      const [one] = owner === undefined ? [] : yield* judgeUsers(steering, { user: owner, live: query.live === 'true' })
      const walk = one?.walks.find((candidate) => candidate.id === id)
      if (one && walk) {
        const { outcomeOf, toView } = createWalkView(steering)
        return toView(walk, one, yield* outcomeOf(walk, one))
      }
      throw notFound(`walk ${id}`, 'GET /__admin/walks')
    },
  }),
]
