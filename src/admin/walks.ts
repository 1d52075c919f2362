// Walks: how clients went through lists.

import * as z from 'zod'
import { toHeaderText } from '../journal/wire.ts'
import { Verdict, Walk } from '../lint/schemas.ts'
import { AdminFailure, notFound } from './failure.ts'
import { findTokenFaults, IdParams, optionalUser, user, wholeText } from './fields.ts'
import { createWalkView, judgeUsers } from './judging.ts'
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

const OFF = 'judging is turned off; start the mock without --no-judge and with a journal'

/** Checks whom a call names. */
export function requireJudged(steering: Steering, { user: id, token }: JudgeQuery): number | undefined {
  requireNone(findTokenFaults(steering, token, { path: ['token'] }))
  return optionalUser(steering, id)
}

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
    handle: async ({ query }, { steering }) => {
      if (!steering.isJudged) throw new AdminFailure(409, OFF)
      const judged = await judgeUsers(steering, { user: requireJudged(steering, query), live: query.live === 'true' })
      const toView = createWalkView(steering)
      const all = judged
        .flatMap((one) => one.walks.map((walk) => ({ walk, one })))
        .filter(
          ({ walk }) => (query.token ?? walk.token) === walk.token && (query.name ?? toHeaderText(walk.name)) === toHeaderText(walk.name),
        )
        .toSorted((a, b) => b.walk.id - a.walk.id)
      if (query.verdict === undefined) {
        return { total: all.length, walks: all.slice(0, query.limit).map(({ walk, one }) => toView(walk, one)) }
      }
      const views = all.map(({ walk, one }) => toView(walk, one)).filter(({ verdict }) => verdict === query.verdict)
      return { total: views.length, walks: views.slice(0, query.limit) }
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
    handle: async ({ params: { id }, query }, { steering }) => {
      if (!steering.isJudged) throw new AdminFailure(409, OFF)
      const judged = await judgeUsers(steering, { user: undefined, live: query.live === 'true' })
      for (const one of judged) {
        const walk = one.walks.find((candidate) => candidate.id === id)
        if (walk) return createWalkView(steering)(walk, one)
      }
      throw notFound(`walk ${id}`, 'GET /__admin/walks')
    },
  }),
]
