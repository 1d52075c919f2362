// The examples of the contract. The emulation's own code renders them, so they always match its
// answers.

import { encodeCursor, renderCursorPage } from '../laravel/cursor.ts'
import { renderFailure } from '../laravel/failure-page.ts'
import type { Cursors } from '../laravel/listing.ts'
import { renderPage } from '../laravel/page.ts'
import { renderConversation } from '../api/conversation-resource.ts'
import { LIST_PATH } from '../editions.ts'
import { requestPath } from '../laravel/route.ts'
import { type EditionName, editions } from '../editions.ts'
import {
  badRequest,
  bodyTooLarge,
  type Failure,
  failureOf,
  invalid,
  methodNotAllowed,
  routeNotFound,
  serverError,
  tooManyAttempts,
  unauthenticated,
} from '../laravel/errors.ts'
import { type FixtureName } from '../seed/fixtures.ts'
import { loadFixture } from '../seed/load-fixture.ts'

export type Example = { readonly summary: string; readonly value: unknown }

const ORIGIN = 'http://localhost:4080'
const path = `${ORIGIN}${LIST_PATH}`

export const listExamples = {
  nicecall: {
    summary: 'Edition nicecall, dataset demo: the first page',
    value: pageOf('nicecall', 'demo', { perPage: 15 }),
  },
  aiployees: {
    summary: 'Edition aiployees, dataset demo: ?page=6, past the last page',
    value: pageOf('aiployees', 'demo', { page: 6 }),
  },
  autocalls: {
    summary: 'Edition autocalls, dataset documented: ?per_page=2',
    value: cursorPageOf('autocalls', 'documented', 2),
  },
  combined: {
    summary: 'Edition combined, dataset demo: ?per_page=3',
    value: pageOf('combined', 'demo', { perPage: 3 }),
  },
  combinedCursor: {
    summary: 'Edition combined, dataset demo: ?per_page=3&cursor=, the first page by cursor',
    value: cursorPageOf('combined', 'demo', 3),
  },
} satisfies Record<string, Example>

export const errorExamples = {
  unauthenticated: json('No token, or not a good one', unauthenticated()),
  oneError: json('?type=foo', invalid(new Map([['type', ['The selected type is invalid.']]]))),
  moreErrors: json(
    '?date_from=2025-01-24&date_to=2025-01-23&per_page=200.5',
    invalid(
      new Map([
        ['date_to', ['The date to field must be a date after or equal to date from.']],
        [
          'per_page',
          [
            'The per page field must be an integer.',
            'The per page field must not be greater than 100.',
          ],
        ],
      ]),
    ),
  ),
  tooManyAttempts: json('The limit is used up', tooManyAttempts({})),
  badRequest: json('A Host that cannot be one', badRequest()),
  tooLarge: json('A body of 2 MiB', bodyTooLarge()),
  routeNotFound: json('GET /api/nope', routeNotFound('api/nope')),
  methodNotAllowed: json(`POST ${LIST_PATH}`, methodNotAllowed('POST', requestPath(LIST_PATH))),
  serverError: json('?cursor=eyJpZCI6MTAwfQ', serverError()),
  forbidden: json('Prefer: code=403', aborted(403)),
  badGateway: json('Prefer: code=502', aborted(502)),
  unavailable: json('Prefer: code=503', aborted(503)),
  gatewayTimeout: json('Prefer: code=504', aborted(504)),
  other: json('Prefer: code=418', aborted(418)),
} satisfies Record<string, Example>

export const htmlExamples = {
  login: html('No good token', unauthenticated()),
  back: html('A parameter breaks a rule, and there is no Referer', invalid(new Map())),
  badRequest: html('A Host that cannot be one', badRequest()),
  tooLarge: html('A body of 2 MiB', bodyTooLarge()),
  notFound: html('GET /api/nope', routeNotFound('api/nope')),
  methodNotAllowed: html(`POST ${LIST_PATH}`, methodNotAllowed('POST', requestPath(LIST_PATH))),
  tooManyAttempts: html('The limit is used up', tooManyAttempts({})),
  serverError: html('?cursor=eyJpZCI6MTAwfQ', serverError()),
  forbidden: html('Prefer: code=403', aborted(403)),
  badGateway: html('Prefer: code=502', aborted(502)),
  unavailable: html('Prefer: code=503', aborted(503)),
  gatewayTimeout: html('Prefer: code=504', aborted(504)),
  other: html('Prefer: code=418', aborted(418)),
} satisfies Record<string, Example>

function pageOf(
  name: EditionName,
  fixture: FixtureName,
  { page = 1, perPage = 15 }: { page?: number; perPage?: number },
): unknown {
  const rows = newestRows(name, fixture)
  const shown = rows.slice((page - 1) * perPage, page * perPage)
  return JSON.parse(
    renderPage({
      items: shown.map(({ text }) => text).join(','),
      count: shown.length,
      page: BigInt(page),
      perPage,
      total: rows.length,
      path,
      urlStart: `${path}?page=`,
      linksNamePages: false,
      cursors: editions[name].paginator === 'either' ? cursorsBeside(rows, shown) : undefined,
    }),
  )
}

type Key = Parameters<typeof encodeCursor>[0]

function cursorsBeside(rows: readonly Key[], shown: readonly Key[]): Cursors {
  const [first] = shown
  const last = shown.at(-1)
  return {
    next: last && last !== rows.at(-1) ? encodeCursor(last, ['id'], true) : null,
    previous: first && first !== rows[0] ? encodeCursor(first, ['id'], false) : null,
  }
}

function cursorPageOf(name: EditionName, fixture: FixtureName, perPage: number): unknown {
  const shown = newestRows(name, fixture).slice(0, perPage)
  const last = shown.at(-1)
  return JSON.parse(
    renderCursorPage({
      items: shown.map(({ text }) => text).join(','),
      count: shown.length,
      path,
      perPage,
      nextCursor: last ? encodeCursor(last, ['id'], true) : null,
      prevCursor: null,
      urlStart: `${path}?cursor=`,
      keys: editions[name].cursorKeys,
    }),
  )
}

/** The rows of the first user in a fixture, as an edition renders them. */
function newestRows(
  name: EditionName,
  fixture: FixtureName,
): { id: number; created_at: string; text: string }[] {
  const { assistants, conversations } = loadFixture(fixture)
  const assistantsById = new Map(
    assistants.filter(({ user_id }) => user_id === 1).map((assistant) => [assistant.id, assistant]),
  )
  return conversations.toReversed().flatMap((row) => {
    const assistant = assistantsById.get(row.assistant_id)
    return assistant
      ? [
          {
            id: row.id,
            created_at: row.created_at,
            text: renderConversation(row, assistant)[editions[name].item],
          },
        ]
      : []
  })
}

function json(summary: string, failure: Failure): Example {
  return { summary, value: JSON.parse(bodyOf(failure, true)) }
}

function html(summary: string, failure: Failure): Example {
  return { summary, value: bodyOf(failure, false) }
}

function bodyOf(failure: Failure, wantsJson: boolean): string {
  return renderFailure(failure, { wantsJson, root: ORIGIN, referer: undefined }).body
}

function aborted(status: number): Failure {
  return failureOf(status, { path: '', now: 0 })
}
