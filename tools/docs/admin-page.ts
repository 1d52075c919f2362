// Writes docs/admin-api.md from the routes and their examples.

import type { Route } from '../../src/admin/route.ts'
import { routes } from '../../src/admin/routes.ts'
import { type Tag, tags } from '../../src/admin/tags.ts'
import { adminExamples } from './admin-examples.ts'
import { codeOf, page, tableOf } from './markdown.ts'

/** The calls of the judge come before those that delete requests. */
const order: readonly Tag[] = [
  'Status',
  'Users',
  'Conversations',
  'Dataset',
  'Snapshots',
  'Replies',
  'Faults',
  'Mutations',
  'Samples',
  'Judge',
  'Requests',
  'Clock',
]

const preparation = `\
export ADMIN=my-admin-token   # conversations-mock --admin-token my-admin-token
export M=http://localhost:4080/__admin
admin() { curl -sS --fail-with-body -H "Authorization: Bearer $ADMIN" -H 'Content-Type: application/json' "$@"; }
list() { curl -sS -H 'Authorization: Bearer combined-demo-key' -H 'Accept: application/json' "http://localhost:4080/api/user/conversations?$1"; }
list 'type=widget&per_page=10'
list 'type=widget&per_page=10&page=2'`

const mistake = `\
$ admin $M/faults -d '{"match":{"nth":0},"effect":{"type":"delay","milliseconds":50}}'
{"message":"match.nth must be at least 1","errors":[{"path":"match.nth","message":"must be at least 1"}]}`

export function adminPage(): string {
  return page(
    '# Admin API',
    'Everything below `/__admin` is plain HTTP and JSON, so every language can use it. Every call needs the admin token. The lines of this page run from top to bottom when you paste them:',
    codeOf('sh', preparation),
    '`?user=ID` names the user. Without it, reset, faults, requests, clock and dataset concern the whole server. Conversations, statistics, snapshots, replies, script and traffic then concern the first user of the dataset.',
    'A call with a mistake changes nothing. The answer names the path of the field and the fix:',
    codeOf('console', mistake),
    'Admin calls are never in the journal, never faulted and never limited. A call that would change rows waits at most half a second for another process that writes to the `--db` file. Then it answers 503 with `Retry-After`.',
    'The whole contract is at [`/openapi-admin.yaml`](../src/admin/openapi.yaml), with a page to try it at `/docs/admin`. [SECURITY.md](../SECURITY.md) says who gets in.',
    ...order.flatMap((tag) => sectionOf(tag)),
  )
}

function sectionOf(tag: Tag): string[] {
  const calls = routes
    .filter((route) => route.tag === tag)
    .toSorted((a, b) => rankOf(a) - rankOf(b))
  return [
    `## ${tag}`,
    tags[tag],
    tableOf(
      ['call', ''],
      calls.map((route) => [`\`${callOf(route)}\``, `${route.summary}. ${route.description}`]),
    ),
    codeOf('sh', calls.map(exampleOf).join('\n')),
    ...(notes[tag] === undefined ? [] : [notes[tag]]),
  ]
}

const notes: Partial<Record<Tag, string>> = {
  Status:
    'The **baseline** is the dataset as it was at the start, or for a user made by `POST /__admin/users` the rows that it began with. A reset without `user` leaves those users in place.',
  Replies:
    'Every condition in `when` must hold: `contains` (a text in the message), `assistant_id` (id or uuid), and `nth` (the n-th message of the user in its conversation). `function_calls` is a list that the answer and the history show. The replies belong to the owner of the assistant, and a reset forgets them.',
  Faults: '[Faults](faults.md) has every effect.',
  Clock:
    "The emulated API's `Date` is on the clock of the token's user, or without a good token on that of the server. The admin API and `/livez` tell real time.",
}

const ranks = Object.keys(adminExamples)
const rankOf = ({ operationId }: Route): number => ranks.indexOf(operationId)

export const callOf = ({ method, url }: Pick<Route, 'method' | 'url'>): string =>
  `${method} /__admin${url.replace(/:(\w+)/g, '{$1}')}`

function exampleOf({ operationId }: Route): string {
  const example = adminExamples[operationId]
  if (example === undefined)
    throw new Error(`add an example of ${operationId} to tools/docs/admin-examples.ts`)
  return example
}
