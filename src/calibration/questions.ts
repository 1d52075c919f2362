// The questions in their order. They are at most 40, and none of them changes data. Earlier answers
// may decide about later questions.

import type { Question } from '../live/live-api.ts'
import { LIST_PATH } from '../editions.ts'
import {
  type Answers,
  decodeCursor,
  errorsIn,
  isCursorPage,
  isPage,
  listUrlOf,
  type SeenList,
} from './answers.ts'

export type QuestionRow = {
  readonly name: string
  /** Undefined when the earlier answers give nothing to ask with. */
  readonly toQuestion: (answers: Answers) => Question | undefined
  /**
   * Shown to people when the request depends on earlier answers. Words in capitals stand for values
   * from those answers.
   */
  readonly plan?: string
}

const JSON_ACCEPT = { Accept: 'application/json' }
const ANY_ACCEPT = { Accept: '*/*' }
const HTML_ACCEPT = { Accept: 'text/html' }

/** A token that does not exist. */
const WRONG_TOKEN = 'not-a-token-of-this-api'
const LONG_TEXT = 'x'.repeat(256)
const FORWARDED = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Port': '8443' }
const FAR_ID = 2_147_483_647
const FAR_TIME = '2037-12-31 23:59:59'

const encode = (members: object): string =>
  Buffer.from(JSON.stringify(members)).toString('base64url')

/** A cursor before the first row, for any column that orders the rows. */
const FAR_CURSOR = encode({ created_at: FAR_TIME, id: FAR_ID, _pointsToNextItems: true })
/** Laravel needs every column that orders the rows; this cursor has only `id`. */
const ID_CURSOR = encode({ id: FAR_ID, _pointsToNextItems: true })
const CURSOR_WITHOUT_DIRECTION = encode({ created_at: FAR_TIME, id: FAR_ID })
const NO_CURSOR = 'not-a-cursor'

/** An API that validates refuses these values. For an API that does not, they match no row. */
export const unfitting = {
  type: 'nothing',
  assistant_id: '999999999',
  date_from: '9999-12-31',
  date_to: '0001-01-01',
  customer_phone: 'nobody',
  whatsapp_sender_phone: 'nobody',
  external_identifier: 'nothing-of-this-name',
} as const
export type FilterName = keyof typeof unfitting

const invalid: Readonly<Record<FilterName, string>> = {
  type: 'nothing',
  assistant_id: 'nothing',
  date_from: 'nothing',
  date_to: 'nothing',
  customer_phone: LONG_TEXT,
  whatsapp_sender_phone: LONG_TEXT,
  external_identifier: LONG_TEXT,
}

const isFilterName = (name: string): name is FilterName => name in unfitting

export const filterNames = Object.keys(unfitting).filter(isFilterName)

export const questionOfFilter = (name: FilterName): string => `filter ${name}`

const row = (name: string, question: Question): QuestionRow => ({
  name,
  toQuestion: () => ({ headers: JSON_ACCEPT, ...question }),
})

const list = (name: string, query: Record<string, string>, more: Question = {}): QuestionRow =>
  row(name, { query, ...more })

type Derived = {
  readonly plan: string
  readonly toQuery: (answers: Answers) => Record<string, string> | undefined
}

const derived = (name: string, { plan, toQuery }: Derived): QuestionRow => ({
  name,
  plan: `GET ${LIST_PATH}?${plan}`,
  toQuestion(answers) {
    const query = toQuery(answers)
    return query && { query, headers: JSON_ACCEPT }
  },
})

const listOf = (answers: Answers, name: string): SeenList | undefined => answers.get(name)?.list

/** The cursor after the first row, from the first answer that has one. */
function firstCursor(answers: Answers): string | undefined {
  for (const name of ['one row', 'empty cursor', 'far cursor']) {
    const cursor = listOf(answers, name)?.next_cursor
    if (typeof cursor === 'string' && decodeCursor(cursor)) return cursor
  }
  return undefined
}

export const pagesByCursor = (answers: Answers): boolean =>
  ['list', 'empty cursor', 'far cursor'].some((name) => isCursorPage(listOf(answers, name)))

export const pagesByNumber = (answers: Answers): boolean =>
  ['list', 'first page'].some((name) => isPage(listOf(answers, name)))

const whereCursors = (name: string, plan: string, toQuery: Derived['toQuery']): QuestionRow =>
  derived(name, {
    plan,
    toQuery: (answers) => (pagesByCursor(answers) ? toQuery(answers) : undefined),
  })

/** The same host with another port. Servers that choose a site by host name ignore the port. */
function hostWithOtherPort(base: string): string {
  const { hostname, port } = new URL(base)
  return `${hostname}:${port === '81' ? 82 : 81}`
}

const hasFixedUrls = (answers: Answers): boolean => {
  const path = listOf(answers, 'list')?.path
  return path === undefined || path !== listUrlOf(answers)
}

/** The most informative questions come first, because a budget may end early. */
export const questions: readonly QuestionRow[] = [
  row('list', {}),
  list('one row', { probe: '1', per_page: '1' }),
  list('empty cursor', { cursor: '', per_page: '1' }),
  list('far cursor', { probe: '1', per_page: '1', cursor: FAR_CURSOR }),
  list('per_page 0, any type', { per_page: '0' }, { headers: ANY_ACCEPT }),
  row('path that is not UTF-8', { path: `${LIST_PATH}/%FF/here` }),
  row('unknown path', { path: `${LIST_PATH}/nothing/here` }),
  whereCursors('cursor without direction', 'per_page=1&cursor=WITHOUT_DIRECTION', () => ({
    per_page: '1',
    cursor: CURSOR_WITHOUT_DIRECTION,
  })),
  whereCursors('cursor of id', 'per_page=1&cursor=OF_ID', (answers) =>
    firstCursor(answers) === undefined && listOf(answers, 'far cursor')?.data.length === 0
      ? { per_page: '1', cursor: ID_CURSOR }
      : undefined,
  ),
  list('forwarded', { per_page: '1' }, { headers: { ...JSON_ACCEPT, ...FORWARDED } }),
  {
    name: 'other port',
    plan: `GET ${LIST_PATH}?per_page=1 (Host: HOST:81)`,
    toQuestion: ({ base }) => ({
      query: { per_page: '1' },
      headers: { ...JSON_ACCEPT, Host: hostWithOtherPort(base) },
    }),
  },
  {
    name: 'forwarded, refused',
    plan: `GET ${LIST_PATH}?per_page=0 (Accept: */*, X-Forwarded-Proto, X-Forwarded-Port)`,
    toQuestion: (answers) =>
      hasFixedUrls(answers)
        ? { query: { per_page: '0' }, headers: { ...ANY_ACCEPT, ...FORWARDED } }
        : undefined,
  },
  list('wrong values', { ...invalid, per_page: '1' }),
  list('many rows', { per_page: '100' }),
  list('first page', { page: '1', per_page: '1' }),
  row('wrong token, any type', { token: WRONG_TOKEN, headers: ANY_ACCEPT }),
  row('unknown path, HTML', { path: `${LIST_PATH}/nothing/here`, headers: HTML_ACCEPT }),
  ...filterNames.map((name) =>
    derived(questionOfFilter(name), {
      plan: `${name}=${unfitting[name]}&per_page=1`,
      toQuery: (answers) =>
        errorsIn(answers.get('wrong values'))?.[name]
          ? undefined
          : { [name]: unfitting[name], per_page: '1' },
    }),
  ),
  list('per_page 0', { per_page: '0' }),
  list('per_page 101', { per_page: '101' }),
  list('per_page as a word', { per_page: 'many' }),
  list('dates the wrong way round', {
    date_from: '2025-01-02',
    date_to: '2025-01-01',
    per_page: '1',
  }),
  row('assistants', { path: '/api/user/assistants' }),
  derived('second page', {
    plan: 'per_page=1&page=2',
    toQuery: (answers) => (pagesByNumber(answers) ? { per_page: '1', page: '2' } : undefined),
  }),
  derived('last page', { plan: 'page=LAST', toQuery: (answers) => pageBehind(answers, 0) }),
  derived('beyond the last page', {
    plan: 'page=LAST+1',
    toQuery: (answers) => pageBehind(answers, 1),
  }),
  whereCursors('cursor forth', 'per_page=1&cursor=NEXT', (answers) =>
    withCursor(firstCursor(answers)),
  ),
  whereCursors('cursor back', 'per_page=1&cursor=PREVIOUS', (answers) =>
    withCursor(listOf(answers, 'cursor forth')?.prev_cursor),
  ),
  whereCursors('no cursor', `per_page=1&cursor=${NO_CURSOR}`, () => ({
    per_page: '1',
    cursor: NO_CURSOR,
  })),
  row('no token', { token: null }),
  row('wrong token', { token: WRONG_TOKEN }),
  row('HEAD', { method: 'HEAD', query: { per_page: '1' } }),
  row('OPTIONS', { method: 'OPTIONS', token: null }),
  row('preflight', {
    method: 'OPTIONS',
    token: null,
    headers: {
      Origin: 'https://app.example.com',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'authorization',
    },
  }),
]

function pageBehind(answers: Answers, more: number): Record<string, string> | undefined {
  const last = listOf(answers, 'list')?.last_page
  return last === undefined ? undefined : { page: String(last + more) }
}

const withCursor = (cursor: string | null | undefined): Record<string, string> | undefined =>
  typeof cursor === 'string' ? { per_page: '1', cursor } : undefined
