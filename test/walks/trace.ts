// Journal entries from a notation that tables can hold.
//
//     p1 p2          page=1, page=2; `p` without a number: no page at all
//     c0 c1          by cursor: the first page, and the one after it
//     n v            what the last list on this lane offered next, or before
//     nc vc          the cursors that a page offered besides
//     -?cursor=x     the query as it stands; a query takes the place of that of the options
//     A.p1 B.p1      on two connections; 2A.p1 with another token, 0.p1 with none
//     AB.p1          on connection B, in the lane of A: it was opened after the last answer there
//     p2!429@2%0^60  a failure, Retry-After: 2, X-RateLimit-Remaining: 0, X-RateLimit-Reset in a minute
//     p2!truncate    a fault by its type
//     p2!hangup*50   the client hangs up when the answer would come
//     p2~500         half a second after the last answer on this lane, or on any where this is the first on its lane
//     p2&1           a millisecond after the last request on any lane
//     p2*50          an answer that takes 50 ms
//     p2#mine        X-Mock-Walk: mine
//     p2$page        of the mock's own page
//     +5 -3 t+60     five rows more, the three newest gone, the user's clock a minute on

import type { EditionName } from '../../src/editions.ts'
import { type Entry, type Limit, NO_FAULTS } from '../../src/journal/entry.ts'
import { parseParameters } from '../../src/journal/parameters.ts'
import { entry, NOON } from '../journal/entries.ts'
import { createFakeList, cursorAt, type FakeList, perPageOf } from './fake-list.ts'

export type TraceOptions = {
  /** Three pages of 15 if nothing is said. */
  readonly rows?: number
  /** What every request asks for besides its place. */
  readonly query?: string
  readonly edition?: EditionName
  readonly accept?: string | null
  readonly isAjax?: boolean
}

const REQUEST =
  /^(?:(\d+)?([A-Z])?([A-Z])?\.)?(p\d*|c\d+|[nv]c?|-)((?:[!@%^~*#$&][\w-]+)*)(?:\?(.*))?$/
const GAP_MS = 10
const SHORT = 3

type Request = {
  readonly token: number
  readonly lane: number
  readonly connection: number
  readonly place: string
  readonly query: string
  readonly marks: ReadonlyMap<string, string>
}

export function trace(notation: string, options: TraceOptions = {}): Entry[] {
  return traceWithList(notation, options).entries
}

/** With the list as it is in the end. */
export function traceWithList(
  notation: string,
  { rows = 45, query = '', edition = 'combined', ...headers }: TraceOptions = {},
) {
  const list = createFakeList(rows)
  const entries: Entry[] = []
  let clock = 0
  for (const word of notation.trim().split(/\s+/)) {
    const [, jump] = /^t\+(\d+)$/.exec(word) ?? []
    if (jump !== undefined) clock += Number(jump)
    else if (/^\+\d+$/.test(word)) list.insert(Number(word))
    else if (/^-\d+$/.test(word)) list.removeNewest(-Number(word))
    else add(readRequest(word, query))
  }
  return { entries, list }

  function add(request: Request): void {
    const { token, lane, connection, marks } = request
    const before = entries.findLast(
      (other) => other.lane === lane && other.token === (token === 0 ? null : token),
    )
    const answered = before ?? entries.at(-1)
    const sent = answered === undefined ? 0 : answered.at + answered.duration + answered.delay
    const now = entries.at(-1)?.at ?? 0
    const at = timeIn(marks, { now, free: before === undefined ? 0 : sent, sent })
    const time = NOON + clock + at / 1000
    const target = `/api/user/conversations${targetQuery(request, { list, edition, before })}`
    entries.push(
      entry({
        ...headers,
        ...answerOf(target, marks),
        id: entries.length + 1,
        time,
        at,
        token: token === 0 ? null : token,
        user: token === 0 ? null : 1,
        lane,
        connection,
        edition: token === 0 ? null : edition,
        authorization: token === 0 ? 'missing' : 'sound',
        target,
        duration: 1,
        delay: Number(marks.get('*') ?? 0),
        correlation: marks.get('#') ?? null,
        isNamed: marks.has('#'),
        isFromDashboard: marks.has('$'),
        limit: limitIn(marks, time),
        hungUpAt: marks.get('!') === 'hangup' ? at + 1 + Number(marks.get('*') ?? 0) : null,
      }),
    )
  }

  function answerOf(
    target: string,
    marks: Request['marks'],
  ): Pick<Entry, 'status' | 'rows' | 'list' | 'faults'> {
    const failure = marks.get('!')
    if (failure === 'cut') return { status: null, rows: null, list: null, faults: ['reset'] }
    if (failure !== undefined && /^\d+$/.test(failure))
      return { status: Number(failure), rows: null, list: null, faults: NO_FAULTS }
    const isFault = failure !== undefined && failure !== 'hangup'
    const limit = failure === 'short_page' ? SHORT : failure === 'empty_page' ? 0 : undefined
    const parameters = parseParameters(target.split('?')[1] ?? '')
    return {
      ...list.answer({ edition, parameters, limit }),
      faults: isFault ? [failure] : NO_FAULTS,
    }
  }
}

type Times = {
  /** Of the last request. */
  readonly now: number
  /** When the lane is free. */
  readonly free: number
  /** Of the answer that the request follows. */
  readonly sent: number
}

function timeIn(marks: Request['marks'], { now, free, sent }: Times): number {
  const [wait, after] = [marks.get('~'), marks.get('&')]
  if (after !== undefined) return now + Number(after)
  return wait === undefined ? Math.max(now, free) + GAP_MS : Math.max(now, sent + Number(wait))
}

/** 1 for A. */
const numberOf = (letter: string): number => letter.charCodeAt(0) - 'A'.charCodeAt(0) + 1

function readRequest(word: string, query: string): Request {
  const [, token = '1', letter = 'A', other = letter, place = '', marks = '', own = query] =
    REQUEST.exec(word) ?? []
  if (place === '') throw new Error(`"${word}" is no request`)
  return {
    token: Number(token),
    lane: numberOf(letter) - 1,
    connection: numberOf(other),
    place,
    query: own,
    marks: new Map(
      marks
        .match(/[!@%^~*#$&][\w-]+?(?=[!@%^~*#$&]|$)/g)
        ?.map((mark) => [mark.charAt(0), mark.slice(1)]),
    ),
  }
}

type Around = {
  readonly list: FakeList
  readonly edition: EditionName
  readonly before: Entry | undefined
}

function targetQuery({ place, query }: Request, around: Around): string {
  const parts = [query, positionOf(place, query, around)].filter((part) => part !== '')
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

function positionOf(place: string, query: string, { list, edition, before }: Around): string {
  if (place === '-' || place === 'p') return ''
  if (place === 'n') return offered(before, 'next')
  if (place === 'v') return offered(before, 'previous')
  if (place === 'nc') return `cursor=${before?.list?.cursors?.next}`
  if (place === 'vc') return `cursor=${before?.list?.cursors?.previous}`
  const number = Number(place.slice(1))
  if (place.startsWith('p')) return `page=${number}`
  if (number === 0) return edition === 'autocalls' ? '' : 'cursor='
  const parameters = parseParameters(query)
  const last = list.ids(edition, parameters)[number * perPageOf(parameters) - 1]
  if (last === undefined) throw new Error(`there is no ${place}`)
  return `cursor=${cursorAt(last)}`
}

function offered(before: Entry | undefined, side: 'next' | 'previous'): string {
  const list = before?.list
  const place = list?.[side]
  if (!list || place === null || place === undefined)
    throw new Error(`nothing was offered as ${side}`)
  return `${list.total === null ? 'cursor' : 'page'}=${place}`
}

function limitIn(marks: Request['marks'], time: number): Limit | null {
  const remaining = marks.get('%')
  const retryAfter = marks.get('@')
  const reset = marks.get('^')
  if (remaining === undefined && retryAfter === undefined && reset === undefined) return null
  const isDate = retryAfter?.startsWith('d') === true
  return {
    remaining: remaining === undefined ? null : Number(remaining),
    retryAfter: isDate
      ? new Date((time + Number(retryAfter.slice(1))) * 1000).toUTCString()
      : (retryAfter ?? null),
    reset: reset === undefined ? null : Math.ceil(time) + Number(reset),
  }
}
