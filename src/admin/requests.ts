// Admin endpoints for the journal, the list of requests that clients made.

import * as z from 'zod'
import { toFields } from '../journal/query.ts'
import { JournalQuery, type RequestFilter } from '../journal/filter-schemas.ts'
import { RequestEntry } from '../journal/schemas.ts'
import { Expectation, Verification } from '../journal/verification-schemas.ts'
import { verify } from '../journal/verify.ts'
import { partsOf, searchJournal } from './journal-search.ts'
import {
  findTokenProblems,
  optionalUser,
  Removed,
  requireUser,
  UserQuery,
  wholeText,
} from './fields.ts'
import { listOf } from './pieces.ts'
import { route } from './route.ts'
import { describer } from './one-request.ts'
import { requireNone } from './row-problems.ts'
import type { MockControls } from './controls.ts'

const Search = z.preprocess(toPairs, JournalQuery)
const Filter = z.preprocess(
  toPairs,
  JournalQuery.omit({ limit: true, order: true, after: true, before: true }),
)

const LastEventId = wholeText(0, Number.MAX_SAFE_INTEGER).optional().catch(undefined)

const SEARCH =
  'A request must meet all given conditions. An empty value means null: `user=` finds ' +
  'requests without a known user. Write a request parameter as `parameter.type=widget`. ' +
  '`status` may be a list such as `4xx,500`.'

export const requestRoutes = [
  route({
    method: 'GET',
    url: '/requests',
    operationId: 'listRequests',
    tag: 'Requests',
    summary: 'Search the journal',
    description: SEARCH,
    query: Search,
    status: 200,
    response: z.strictObject({
      total: z.int().describe('Number of requests that match, without regard to `limit`.'),
      requests: z.array(RequestEntry),
    }),
    *handle({ query }, context) {
      requireKnown(context.controls, query)
      const { total, entries } = yield* searchJournal(context.controls, query)
      const describe = describer(context)
      const { journal } = context.controls
      // A slow reader holds ids, not requests. A request that leaves the journal meanwhile is left out.
      const ids = entries.map(({ id, user }) => ({ id, user }))
      const requests = yield* listOf(ids, ({ id, user }) => {
        const entry = journal.find(id, user)
        return entry && describe(entry)
      })
      return { total, requests }
    },
  }),
  route({
    method: 'DELETE',
    url: '/requests',
    operationId: 'clearRequests',
    tag: 'Requests',
    summary: 'Remove requests from the journal',
    description: 'Removes the requests of one user. Without `user`, removes all requests.',
    query: UserQuery,
    status: 200,
    response: Removed,
    *handle({ query }, { controls }) {
      return { removed: yield* controls.journal.clear(optionalUser(controls, query.user)) }
    },
  }),
  route({
    method: 'GET',
    url: '/requests/count',
    operationId: 'countRequests',
    tag: 'Requests',
    summary: 'Count requests',
    description: SEARCH,
    query: Filter,
    status: 200,
    response: z.strictObject({ count: z.int() }),
    *handle({ query }, { controls }) {
      requireKnown(controls, query)
      return {
        count: (yield* searchJournal(controls, { ...query, order: 'oldest', limit: 0 })).total,
      }
    },
  }),
  route({
    method: 'POST',
    url: '/requests/verify',
    operationId: 'verifyRequests',
    tag: 'Requests',
    summary: 'Verify the number of matching requests',
    description:
      'Answers 200 when the expectation is met, otherwise 409. The answer has the requests ' +
      'that match or nearly match. The dashboard is not a client. Its requests count only ' +
      'when the filter has `dashboard` or `correlation`.',
    query: UserQuery,
    body: Expectation,
    status: 200,
    repeatsTexts: true,
    response: Verification,
    alternative: {
      status: 409,
      description: 'The expectation is not met. `near_misses` lists requests that nearly match.',
      response: Verification,
    },
    *handle({ query, body }, context) {
      const { controls, reply } = context
      const { request } = body
      const user = query.user ?? request.user
      requireNone(
        request.user === undefined || request.user === user
          ? []
          : [
              {
                path: ['request', 'user'],
                message: `is not ${user}, which the query names; give one of them`,
              },
            ],
      )
      requireKnown(controls, { ...request, user }, ['request'])
      const expectation =
        user === undefined ? body : { ...body, request: { ...body.request, user } }
      const isOfClients = request.dashboard === undefined && request.correlation === undefined
      const parts = partsOf(
        controls,
        { user },
        ({ isFromDashboard }) => !(isOfClients && isFromDashboard),
      )
      const verification = yield* verify(parts, expectation, describer(context))
      reply.code(verification.verified ? 200 : 409)
      return verification
    },
  }),
  route({
    method: 'GET',
    url: '/requests/stream',
    operationId: 'streamRequests',
    tag: 'Requests',
    summary: 'Follow the journal live',
    description:
      'Sends server-sent events named `request`. The data is a Request, and the event id ' +
      'is the id of the request. Last-Event-ID continues after that request. A client that ' +
      'reads nothing for ten seconds is disconnected. If possible, the client first gets an ' +
      `event named \`cut\` whose data has a \`reason\`. ${SEARCH}`,
    query: Filter,
    status: 200,
    responseType: 'text/event-stream',
    response: z.string(),
    failures: { 429: 'Too many streams are open.' },
    handle: ({ query }, { controls, live, request, reply, baseUrl }) => {
      requireKnown(controls, query)
      const { journal } = controls
      const seen = LastEventId.parse(request.headers['last-event-id'])
      live.watch(reply.raw, {
        query: { ...query, ...everything },
        after: seen ?? journal.lastId(),
        baseUrl,
      })
      reply.hijack()
    },
  }),
]

/** Refuses unknown users and tokens: a test could take their empty result for a success. */
function requireKnown(
  controls: MockControls,
  { user, token }: RequestFilter,
  path: PropertyKey[] = [],
): void {
  if (typeof user === 'number') requireUser(controls, user)
  requireNone(findTokenProblems(controls, token, { path: [...path, 'token'] }))
}

const everything = { limit: 1000, order: 'oldest' } as const

/** Fastify gives a text for each name of the query, and a list of texts for a repeated name. */
function toPairs(query: unknown): unknown {
  const pairs = Object.entries(z.record(z.string(), z.unknown()).parse(query))
  return toFields(
    pairs.flatMap(([name, value]) =>
      [value].flat().map((item): [string, string] => [name, String(item)]),
    ),
  )
}
