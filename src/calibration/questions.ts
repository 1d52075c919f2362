// The questions in their order. They are at most 40, and none of them changes data. Earlier answers
// may decide about later questions.

import { LIST_PATH } from '../editions.ts'
import { type Answers, errorsIn, listUrlOf } from './answers.ts'
import {
  type FilterName,
  WRONG_TOKEN,
  FORWARDED,
  FAR_CURSOR,
  ID_CURSOR,
  CURSOR_WITHOUT_DIRECTION,
  NO_CURSOR,
  unfitting,
  invalid,
  filterNames,
} from './probes.ts'
import {
  type QuestionRow,
  JSON_ACCEPT,
  row,
  list,
  derived,
  listOf,
  firstCursor,
  pagesByNumber,
  whereCursors,
} from './question-rows.ts'

const ANY_ACCEPT = { Accept: '*/*' }
const HTML_ACCEPT = { Accept: 'text/html' }

export const questionOfFilter = (name: FilterName): string => `filter ${name}`

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
