// The calls of the admin API that take long, in the form that the soak test uses.

export type Caller = {
  readonly ask: (
    method: string,
    path: string,
    body?: string,
  ) => Promise<{ status: number; text: string }>
  /** Users with a full journal and 2,000 rows each. */
  readonly users: readonly number[]
  /** The number of conversations of the first user. */
  readonly rows: number
  /** The share of the new rows and users that the name of a call tells: 1, or less in a test. */
  readonly share: number
}

export type Call = {
  readonly name: string
  /** Prepares the call. This time is not measured. */
  readonly prepare?: (caller: Caller, run: number) => Promise<unknown>
  /** Makes the call and resolves to the status of its answer. */
  readonly run: (caller: Caller, run: number) => Promise<number>
}

const get = (name: string, path: string | ((caller: Caller) => string)): Call => ({
  name,
  run: async (caller) =>
    (await caller.ask('GET', typeof path === 'string' ? path : path(caller))).status,
})

const post = (name: string, path: string, body: unknown): Call => ({
  name,
  run: async ({ ask }) => (await ask('POST', path, JSON.stringify(body))).status,
})

const newRows = (count: number): string =>
  JSON.stringify(Array.from({ length: count }, () => ({ type: 'widget' })))
const CHANGED = [1000, 100_000] as const

/** Adds `count` rows to the first user, beyond its baseline. */
async function change({ ask }: Caller, count: number): Promise<void> {
  const body = newRows(Math.min(count, 10_000))
  for (let made = 0; made < count; made += 10_000) await ask('POST', '/conversations', body)
}

const resetState = async ({ ask }: Caller): ReturnType<Caller['ask']> =>
  ask('POST', '/reset', '{"parts":["state"]}')

const wrong = {
  parameters: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`p${index}`, 'no'])),
}

export const calls: readonly Call[] = [
  { name: 'nothing', run: async () => new Promise((resolve) => setTimeout(resolve, 1000, 0)) },
  get('status', '/status'),
  get('users', '/users'),
  get('dataset export', '/dataset'),
  get('dataset export of a user', ({ users }) => `/dataset?user=${users[0]}`),
  get('findings', '/findings'),
  get('findings live', '/findings?live=true'),
  get('findings of a user', ({ users }) => `/findings?user=${users[2]}`),
  get('walks', '/walks?limit=1000'),
  get('walks by verdict', '/walks?verdict=complete&limit=1000'),
  get('walks of a user', ({ users }) => `/walks?user=${users[2]}&limit=1000`),
  get('walk by id', '/walks/1'),
  get('requests 1000', '/requests?limit=1000'),
  get('requests search parameter', '/requests?parameter.nothing=1'),
  get('requests search', '/requests?target=zzz&fault=none&ignored=abc'),
  get('requests count', '/requests/count?parameter.page=3'),
  post('verify failing', '/requests/verify', {
    request: { parameters: { page: 'zzz', type: 'x' } },
    at_least: 1,
  }),
  post('verify failing by path', '/requests/verify', {
    request: { path: '/api/user/conversations', ...wrong },
    at_least: 1,
  }),
  post('verify holding', '/requests/verify', { request: { status: 200 }, at_least: 1 }),
  {
    name: 'statistics',
    prepare: async ({ ask }) => ask('POST', '/conversations', '{}'),
    run: async ({ ask }) => (await ask('GET', '/statistics')).status,
  },
  {
    name: 'statistics of a user',
    prepare: async ({ ask, users }) => ask('POST', `/conversations?user=${users[0]}`, '{}'),
    run: async ({ ask, users }) => (await ask('GET', `/statistics?user=${users[0]}&days=3`)).status,
  },
  {
    name: 'conversations list deep',
    prepare: async ({ ask }) => ask('POST', '/conversations', '{}'),
    run: async ({ ask, rows }) =>
      (await ask('GET', `/conversations?limit=1000&offset=${rows - 2000}`)).status,
  },
  get(
    'conversations by phone and dates',
    '/conversations?date_from=2020-01-01&customer_phone=%2B1&limit=1000',
  ),
  {
    name: 'create 10,000 rows',
    run: async ({ ask, share }, run) =>
      (await ask('POST', `/conversations?seed=${run}`, newRows(share * 10_000))).status,
  },
  {
    name: 'create 10,000 rows refused',
    run: async ({ ask, share }) => {
      const rows = newRows(share * 10_000 - 1).slice(0, -1)
      return (await ask('POST', '/conversations', `${rows},{"type":"nope"}]`)).status
    },
  },
  ...CHANGED.flatMap((count): Call[] => [
    {
      name: `snapshot of ${count} changed`,
      prepare: async (caller, run) =>
        run === 0 ? resetState(caller).then(async () => change(caller, count)) : undefined,
      run: async ({ ask }, run) => (await ask('PUT', `/snapshots/s${run}`)).status,
    },
    {
      name: `snapshot of ${count} restored`,
      prepare: resetState,
      run: async ({ ask }) => (await ask('POST', '/snapshots/s0/restore')).status,
    },
    {
      name: `reset of ${count} changed`,
      prepare: async ({ ask }) => ask('POST', '/snapshots/s0/restore'),
      run: async (caller) => (await caller.ask('POST', '/reset', '{"parts":["state"]}')).status,
    },
    {
      name: `snapshot of ${count} deleted`,
      run: async ({ ask }, run) => (await ask('DELETE', `/snapshots/s${run}`)).status,
    },
  ]),
  {
    name: 'list given back',
    run: async ({ ask, share }, run) =>
      (await ask('POST', '/conversations', listed(share * 10_000, run))).status,
  },
  {
    name: 'dataset put',
    run: async ({ ask, users }) => {
      const { text } = await ask('GET', '/dataset')
      return (await ask('PUT', `/dataset?user=${users[1]}`, text)).status
    },
  },
  {
    name: 'dataset put of a list',
    run: async ({ ask, users, share }, run) =>
      (await ask('PUT', `/dataset?user=${users[3]}`, listed(share * 20_000, run))).status,
  },
  {
    name: 'longest row',
    run: async ({ ask }) => (await ask('POST', '/conversations', largeRow)).status,
  },
  {
    name: 'longest row changed',
    run: async ({ ask, users }) =>
      (await ask('PATCH', `/conversations/1?user=${users[5]}`, largeRow)).status,
  },
  {
    name: 'user created, given 20,000 rows',
    run: async ({ ask, share }) =>
      (await ask('POST', '/users', `{"dataset":{"conversations":${newRows(share * 20_000)}}}`))
        .status,
  },
  {
    name: 'user created, generated 100,000',
    run: async ({ ask }) => (await ask('POST', '/users', '{"dataset":{"generate":100000}}')).status,
  },
  {
    name: 'user deleted',
    prepare: async ({ ask }) => ask('POST', '/conversations', '{}'),
    run: async ({ ask, users }, run) =>
      (await ask('DELETE', `/users/${users.at(-1 - run)}`)).status,
  },
  {
    name: 'dataset put of 20,000 users',
    run: async ({ ask, share }) => (await ask('PUT', '/dataset', manyUsers(share * 20_000))).status,
  },
  {
    name: 'reset of 20,000 users',
    run: async (caller) => (await resetState(caller)).status,
  },
  get('findings after all', '/findings'),
  {
    name: 'all at once',
    run: async ({ ask, users }) => {
      const paths = [
        '/findings',
        '/walks?limit=1000',
        '/requests?parameter.nothing=1',
        '/dataset',
        '/findings',
        `/statistics?user=${users[4]}`,
      ]
      return Math.max(
        ...(await Promise.all(paths.map(async (path) => (await ask('GET', path)).status))),
      )
    },
  },
  {
    name: 'journal cleared',
    run: async ({ ask, users }, run) =>
      (await ask('DELETE', run === 2 ? '/requests' : `/requests?user=${users[run]}`)).status,
  },
]

const largeRow = JSON.stringify({ type: 'widget', variables: { text: 'x'.repeat(262_000) } })

/** Users with one token each and without rows. The first one is the user of the probing client. */
function manyUsers(count: number): string {
  // These ids differ from those of users created earlier.
  const ids = Array.from({ length: count }, (_, index) => (index === 0 ? 1 : 1_000_000 + index))
  return JSON.stringify({
    users: ids.map((id) => ({ id, name: `User ${id}`, email: `user${id}@example.com` })),
    tokens: ids.map((id) => ({ id: 100_000 + id, user_id: id, plain: `soak-user-${id}` })),
    assistants: [],
    conversations: [],
  })
}

/** Rows in the format of the API's lists. */
function listed(count: number, run: number): string {
  const row = (index: number) => ({
    id: `00000000-0000-4000-8000-${String(run).padStart(4, '0')}${String(index).padStart(8, '0')}`,
    assistant_id: `00000000-0000-4000-9000-${String(run).padStart(12, '0')}`,
    assistant_name: 'Soak',
    type: 'widget',
    variables: {},
    external_identifier: null,
    message_count: 3,
    total_cost: 0.1,
    ai_enabled: true,
    created_at: '2025-01-01 00:00:00',
    updated_at: '2025-01-01 00:00:00',
    whatsapp_sender: null,
    customer: null,
  })
  return JSON.stringify({ data: Array.from({ length: count }, (_, index) => row(index)) })
}
