// The calls for walks.

import * as z from 'zod'
import type { Work } from '../clock/turns.ts'
import { toHeaderText } from '../journal/wire.ts'
import { Verdict, Walk } from '../judge/walk-schemas.ts'
import { AdminFailure, notFound } from './failure.ts'
import { findTokenProblems, IdParams, optionalUser, user, wholeText } from './fields.ts'
import { createWalkView } from './walk-view.ts'
import type { Judged, JudgedWalk } from './judged.ts'
import { route } from './route.ts'
import { requireNone } from './row-problems.ts'
import type { MockControls } from './controls.ts'

export const JudgeQuery = z.strictObject({
  user,
  token: wholeText(1, Number.MAX_SAFE_INTEGER).optional().describe('The id of a token.'),
  live: z
    .enum(['true', 'false'])
    .default('false')
    .describe('When true, a walk may still continue. When false, every walk counts as finished.'),
})
export type JudgeQuery = z.infer<typeof JudgeQuery>

const WalkQuery = JudgeQuery.extend({
  verdict: Verdict.optional(),
  name: z.string().optional().describe('The name of the walk in the X-Mock-Walk header.'),
  limit: wholeText(1, 1000)
    .default(100)
    .describe('The maximum number of walks. The newest walks come first.'),
})

type WalkQuery = z.infer<typeof WalkQuery>

const Walks = z.strictObject({
  total: z.int().describe('Number of walks, without regard to `limit`.'),
  walks: z.array(Walk),
})
type Walks = z.infer<typeof Walks>

const OFF = 'judging is turned off; start the mock without --no-judge and with a journal'

/** Checks the user and the token that a query names. */
export function requireJudged(
  controls: MockControls,
  { user: id, token }: JudgeQuery,
): number | undefined {
  requireNone(findTokenProblems(controls, token, { path: ['token'] }))
  return optionalUser(controls, id)
}

/** The number of one user's walks that match a query, and the newest of them. */
function* viewWalks(
  controls: MockControls,
  judged: Judged,
  { query, after }: { query: WalkQuery; after: number },
): Work<Walks> {
  const { resultOf, toView } = createWalkView(controls)
  const meant: JudgedWalk[] = []
  for (const walk of judged.walks) {
    yield
    if (!isOf(walk, query)) continue
    const isMeant =
      query.verdict === undefined ||
      (yield* resultOf(yield* judged.open(walk), walk)).verdict === query.verdict
    if (isMeant) meant.push(walk)
  }
  const walks: Walk[] = []
  for (const walk of meant.slice(-query.limit)) {
    if (walk.id <= after) continue
    const opened = yield* judged.open(walk)
    walks.push(toView(opened, walk, yield* resultOf(opened, walk)))
    yield
  }
  return { total: meant.length, walks }
}

const isOf = ({ token, name }: JudgedWalk, query: WalkQuery): boolean =>
  (query.token ?? token) === token && (query.name ?? toHeaderText(name)) === toHeaderText(name)

export const walkRoutes = [
  route({
    method: 'GET',
    url: '/walks',
    operationId: 'listWalks',
    judges: true,
    tag: 'Judge',
    summary: 'List walks',
    description:
      'Shows how clients read lists, and the verdict on each walk. Covers only requests that ' +
      'are still in the journal.',
    query: WalkQuery,
    status: 200,
    response: Walks,
    failures: { 409: 'Judging is turned off.' },
    *handle({ query }, { controls, judging }) {
      if (!controls.isJudged) throw new AdminFailure(409, OFF)
      const all: Walks = { total: 0, walks: [] }
      yield* judging.judge(
        { user: requireJudged(controls, query), live: query.live === 'true' },
        function* (judged) {
          const after = all.walks.length < query.limit ? 0 : (all.walks.at(-1)?.id ?? 0)
          const { total, walks } = yield* viewWalks(controls, judged, { query, after })
          all.total += total
          all.walks = [...all.walks, ...walks].toSorted((a, b) => b.id - a.id).slice(0, query.limit)
        },
      )
      return all
    },
  }),
  route({
    method: 'GET',
    url: '/walks/:id',
    operationId: 'getWalk',
    judges: true,
    tag: 'Judge',
    summary: 'Get a walk',
    description:
      'The id of a walk is the id of its first request. The steps are in the order of arrival.',
    params: IdParams,
    query: JudgeQuery.pick({ live: true }),
    status: 200,
    response: Walk,
    failures: {
      404: 'There is no such walk, or its requests have left the journal.',
      409: 'Judging is turned off.',
    },
    *handle({ params: { id }, query }, { controls, judging }) {
      if (!controls.isJudged) throw new AdminFailure(409, OFF)
      // A walk has the id and the user of its first request.
      const owner = controls.journal.find(id)?.user
      let view: Walk | undefined
      if (owner !== undefined) {
        yield* judging.judge({ user: owner, live: query.live === 'true' }, function* (judged) {
          const walk = judged.walks.find((candidate) => candidate.id === id)
          if (!walk) return
          const { resultOf, toView } = createWalkView(controls)
          const opened = yield* judged.open(walk)
          view = toView(opened, walk, yield* resultOf(opened, walk))
        })
      }
      if (view) return view
      throw notFound(`walk ${id}`, 'GET /__admin/walks')
    },
  }),
]
