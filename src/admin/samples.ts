// The calls for sample clients: right ones and wrong ones, which walk through the list.

import type { Socket } from 'node:net'
import { editions, LIST_PATH } from '../editions.ts'
import { parseDateTime } from '../php/dates.ts'
import { type Paginator, type Sample, sampleNames, samples } from '../samples/kinds.ts'
import { MOST_RUNNING, type SampleToken } from '../samples/samples.ts'
import { NewSampleClient, SampleClients, SampleRun } from '../samples/schemas.ts'
import type { StoredUser } from '../store/users.ts'
import { AdminFailure, refusal } from './failure.ts'
import { optionalUser, Removed, UserQuery, userOrFirst } from './fields.ts'
import type { MockControls } from './controls.ts'
import { route } from './route.ts'

export const sampleRoutes = [
  route({
    method: 'GET',
    url: '/sample-clients',
    operationId: 'listSampleClients',
    tag: 'Samples',
    summary: 'List the sample clients and their runs',
    description:
      'Lists the sample clients and the runs of one user. Without `user`, the runs of all users.',
    query: UserQuery,
    status: 200,
    response: SampleClients,
    handle: ({ query }, { controls, samples: runner }) => ({
      samples: sampleNames.map((name) => {
        const { title, description, rule, paginators }: Sample = samples[name]
        return { name, title, description, rule, paginators }
      }),
      runs: runner.list(optionalUser(controls, query.user)),
    }),
  }),
  route({
    method: 'POST',
    url: '/sample-clients',
    operationId: 'runSampleClient',
    tag: 'Samples',
    summary: 'Run a sample client',
    description:
      'The client runs in this process and calls the emulated API with a token of the user. ' +
      'Its requests are in the journal, meet faults and limits, and are judged. Its walk has ' +
      'a unique name.',
    query: UserQuery,
    body: NewSampleClient,
    status: 201,
    response: SampleRun,
    failures: {
      409: 'The user has no valid token that pages so.',
      429: `${MOST_RUNNING} sample clients run already.`,
    },
    handle: ({ query, body }, { controls, samples: runner, request }) => {
      const user = userOrFirst(controls, query.user)
      const { paginator, token } = chooseWay(controls, user, body)
      if (runner.running() >= MOST_RUNNING)
        throw new AdminFailure(
          429,
          `${MOST_RUNNING} sample clients run, which is the most; wait, or DELETE /__admin/sample-clients`,
        )
      return runner.start({
        user: user.id,
        name: body.name,
        paginator,
        perPage: body.per_page,
        perSecond: body.per_second,
        token,
        url: `${originOf(request.raw.socket)}${LIST_PATH}`,
      })
    },
  }),
  route({
    method: 'DELETE',
    url: '/sample-clients',
    operationId: 'stopSampleClients',
    tag: 'Samples',
    summary: 'Stop running sample clients',
    description:
      'Stops the clients of one user. Without `user`, stops all clients. Returns the number ' +
      'of stopped clients. Their requests stay in the journal.',
    query: UserQuery,
    status: 200,
    response: Removed,
    handle: ({ query }, { controls, samples: runner }) => ({
      removed: runner.stop(optionalUser(controls, query.user)),
    }),
  }),
]

type Way = { readonly paginator: Paginator; readonly token: SampleToken }

/** Chooses a token of the user whose edition has a paginator that the client supports. */
function chooseWay(controls: MockControls, user: StoredUser, given: NewSampleClient): Way {
  const { paginators }: Sample = samples[given.name]
  const { paginator } = given
  if (paginator !== undefined && !paginators.includes(paginator))
    throw refusal(422, [
      {
        path: 'paginator',
        message: `must be ${paginators.join(' or ')} for ${given.name}, not ${paginator}`,
      },
    ])
  const tokens = tokensOf(controls, user)
  for (const wanted of paginator === undefined ? paginators : [paginator])
    for (const fits of [wanted, 'either'])
      for (const token of tokens)
        if (editions[token.edition].paginator === fits) return { paginator: wanted, token }
  throw new AdminFailure(
    409,
    `user ${user.id} has no valid token that pages by ${paginator ?? paginators.join(' or ')}; make a user with POST /__admin/users`,
  )
}

function tokensOf({ store, clocks, edition }: MockControls, { id }: StoredUser): SampleToken[] {
  const now = clocks.now(id)
  return store.users
    .tokens(id)
    .filter(({ expires_at: end }) => end === null || (parseDateTime(end) ?? 0) >= now)
    .map((token) => ({ plain: token.plain, edition: token.edition ?? edition }))
}

/**
 * The address and port of this connection. A header from the caller must not decide where the
 * client connects.
 */
function originOf(socket: Socket): string {
  const { localAddress, localPort } = socket
  if (localAddress === undefined || localPort === undefined)
    throw new AdminFailure(409, 'sample clients need a mock that listens on a port')
  const scheme = 'encrypted' in socket ? 'https' : 'http'
  return `${scheme}://${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`
}
