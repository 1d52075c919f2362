// The calls for scripts and traffic, which change rows while clients page.

import { findRowProblems, findScriptProblems } from '../mutations/references.ts'
import { Script, ScriptState, TrafficOptions, TrafficState } from '../mutations/schemas.ts'
import { loadRowMaker } from '../seed/row-maker.ts'
import { notFound } from './failure.ts'
import { assistantIds, UserQuery, userOrFirst } from './fields.ts'
import { requireRoom } from './room.ts'
import { route } from './route.ts'
import { requireNone } from './row-problems.ts'

export const mutationRoutes = [
  route({
    method: 'GET',
    url: '/script',
    operationId: 'getScript',
    tag: 'Mutations',
    summary: 'Get the script of a user with its log',
    description:
      'Returns the steps of the script, the number of walks that ran it, and the changed rows.',
    query: UserQuery,
    status: 200,
    repeatsTexts: true,
    response: ScriptState,
    failures: { 404: 'The user has no script.' },
    handle: ({ query }, { controls }) => {
      const state = controls.scripts.state(userOrFirst(controls, query.user).id)
      if (!state) throw notFound('script of this user', 'PUT /__admin/script')
      return state
    },
  }),
  route({
    method: 'PUT',
    url: '/script',
    operationId: 'runScript',
    writesRows: true,
    tag: 'Mutations',
    summary: 'Run a script that changes rows after the n-th request of a walk',
    description:
      'A walk starts with a first page. A walk has the requests of one token with the same ' +
      'filters and per_page, or the same X-Mock-Walk. The rows change after the n-th ' +
      'response, before any other request is answered.',
    query: UserQuery,
    body: Script,
    hasRows: true,
    status: 200,
    repeatsTexts: true,
    response: ScriptState,
    failures: { 429: 'The script is too long.' },
    handle: async ({ query, body }, context) => {
      const { controls } = context
      const rowMaker = await loadRowMaker(controls.seed)
      const { id, dataset_id } = userOrFirst(controls, query.user)
      const tokens = new Set(controls.store.users.tokens(id).map((token) => token.id))
      requireNone(
        findScriptProblems(body, { tokens, assistants: assistantIds(controls, dataset_id) }),
      )
      return controls.scripts.run(id, { script: body, rowMaker, bytes: requireRoom(context) })
    },
  }),
  route({
    method: 'DELETE',
    url: '/script',
    operationId: 'stopScript',
    tag: 'Mutations',
    summary: 'Stop the script of a user',
    description: 'Changed rows stay changed. When the user has no script, nothing happens.',
    query: UserQuery,
    status: 204,
    handle: ({ query }, { controls }) =>
      controls.scripts.stop(userOrFirst(controls, query.user).id),
  }),
  route({
    method: 'GET',
    url: '/traffic',
    operationId: 'getTraffic',
    tag: 'Mutations',
    summary: 'Get the traffic of a user',
    description:
      'Returns the settings of the traffic, the number of added rows, and whether the ' +
      'traffic still runs.',
    query: UserQuery,
    status: 200,
    response: TrafficState,
    failures: { 404: 'The user has no traffic.' },
    handle: ({ query }, { controls }) => {
      const state = controls.traffic.state(userOrFirst(controls, query.user).id)
      if (!state) throw notFound('traffic of this user', 'PUT /__admin/traffic')
      return state
    },
  }),
  route({
    method: 'PUT',
    url: '/traffic',
    operationId: 'startTraffic',
    writesRows: true,
    tag: 'Mutations',
    summary: 'Start traffic: new conversations at a steady rate',
    description:
      'Adds `per_second` conversations a second until the limit is reached or the traffic is ' +
      'stopped. Replaces running traffic.',
    query: UserQuery,
    body: TrafficOptions,
    hasRows: true,
    status: 200,
    response: TrafficState,
    handle: async ({ query, body }, { controls }) => {
      const options = { ...body, seed: body.seed ?? controls.seed }
      const rowMaker = await loadRowMaker(options.seed)
      const { id, dataset_id } = userOrFirst(controls, query.user)
      const problems = findRowProblems(body.draft ?? {}, {
        assistants: assistantIds(controls, dataset_id),
      })
      requireNone(problems.map(({ path, message }) => ({ path: ['draft', ...path], message })))
      return controls.traffic.start(id, options, rowMaker)
    },
  }),
  route({
    method: 'DELETE',
    url: '/traffic',
    operationId: 'stopTraffic',
    tag: 'Mutations',
    summary: 'Stop the traffic of a user',
    description: 'Added rows stay. When the user has no traffic, nothing happens.',
    query: UserQuery,
    status: 204,
    handle: ({ query }, { controls }) =>
      controls.traffic.stop(userOrFirst(controls, query.user).id),
  }),
]
