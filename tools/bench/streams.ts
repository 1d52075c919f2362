// Streams of requests. A stream turns the number of a request into its path, and into a body for a
// POST. Streams for cached pages repeat the same path. In all others, no path appears twice, not
// even in another stream.

import { permute } from './permutation.ts'

/** The facts about the rows that a stream needs. */
export type Extent = {
  readonly total: number
  readonly lastId: number
  readonly chats?: Chats | undefined
}

/** Uuids: one assistant, conversations of 12 messages, and conversations that receive messages. */
export type Chats = {
  readonly assistant: string
  readonly read: readonly string[]
  readonly grown: readonly string[]
}

/** The generation of the API that a stream uses. The token decides it. */
export type TokenName = 'page' | 'cursor'

type Stream = {
  readonly token: TokenName
  readonly pathOf: (extent: Extent) => (number: number) => string
  readonly bodyOf?: (extent: Extent) => object
}

const PER_PAGE = 15
/**
 * One walk per connection. Each request of a walk then usually follows the answer to the one
 * before.
 */
const WALKS = 16
const list = '/api/user/conversations'
const peerList = `/conversations?_page=1&_per_page=${PER_PAGE}`

export const streams = {
  first: { token: 'page', pathOf: () => () => list },
  filtered: { token: 'page', pathOf: () => () => `${list}?type=widget` },
  cursor: {
    token: 'cursor',
    pathOf: ({ lastId }) => always(`${list}?cursor=${cursorAfter(Math.ceil(lastId / 2))}`),
  },
  newFirst: {
    token: 'page',
    pathOf: () => (number) => `${list}?per_page=${PER_PAGE}&page=1&n=${number}`,
  },
  newFirstByCursor: {
    token: 'cursor',
    pathOf: () => (number) => `${list}?per_page=${PER_PAGE}&n=${number}`,
  },
  newPages: {
    token: 'page',
    pathOf: ({ total }) => eachOf(1, pagesOf(total), (page) => `${list}?page=${page}`),
  },
  newDeepPages: {
    token: 'page',
    pathOf:
      ({ total }) =>
      (number) =>
        `${list}?per_page=${PER_PAGE}&page=${deepPage(total)}&n=${number}`,
  },
  newCursors: {
    token: 'cursor',
    pathOf: ({ lastId }) =>
      eachOf(PER_PAGE + 1, lastId, (id) => `${list}?cursor=${cursorAfter(id)}`),
  },
  newWalks: { token: 'cursor', pathOf: walkAtOnce },
  newMiddleCursors: {
    token: 'cursor',
    pathOf:
      ({ lastId }) =>
      (number) =>
        `${list}?per_page=${PER_PAGE}&cursor=${cursorAfter(Math.ceil(lastId / 2))}&n=${number}`,
  },
  create: {
    token: 'page',
    pathOf: () => () => '/api/conversations',
    bodyOf: ({ chats }) => ({ assistant_id: chats?.assistant, type: 'test' }),
  },
  send: {
    token: 'page',
    pathOf:
      ({ chats }) =>
      (number) =>
        `/api/conversations/${turnOf(number, chats?.grown)}/messages`,
    bodyOf: () => ({ message: 'Do you open on Sunday?' }),
  },
  get: {
    token: 'page',
    pathOf:
      ({ chats }) =>
      (number) =>
        `/api/conversations/${turnOf(number, chats?.read)}`,
  },
  peerFirst: { token: 'page', pathOf: () => () => peerList },
  peerFiltered: { token: 'page', pathOf: () => () => `${peerList}&type=widget` },
} as const satisfies Record<string, Stream>

export type StreamName = keyof typeof streams

export const streamNamed = (name: StreamName): Stream => streams[name]

export const streamNames = Object.keys(streams).filter(
  (name): name is StreamName => name in streams,
)

/** For a million rows this is page 50,000. */
export const deepPage = (total: number): number => Math.ceil(total / 20)

const pagesOf = (total: number): number => Math.ceil(total / PER_PAGE)

const cursorAfter = (id: number): string =>
  Buffer.from(`{"id":${id},"_pointsToNextItems":true}`, 'latin1').toString('base64url')

/**
 * Several walks from the first page to the last. An ignored parameter makes the URLs of each walk
 * unique.
 */
function walkAtOnce({ total, lastId }: Extent): (number: number) => string {
  const pages = pagesOf(total)
  return (number) => {
    const requests = Math.floor(number / WALKS)
    const page = requests % pages
    const walk = (number % WALKS) + WALKS * Math.floor(requests / pages)
    return page === 0
      ? `${list}?n=${walk}`
      : `${list}?cursor=${cursorAfter(lastId + 1 - page * PER_PAGE)}&n=${walk}`
  }
}

const turnOf = (number: number, uuids: readonly string[] = []): string =>
  uuids[number % uuids.length] ?? ''

const always = (path: string) => (): string => path

/**
 * All positions from `first` to `last`, in a scattered order that is the same in each run. When all
 * are used, an ignored parameter makes new URLs.
 */
function eachOf(
  first: number,
  last: number,
  pathAt: (position: number) => string,
): (number: number) => string {
  const size = last - first + 1
  return (number) => {
    const lap = Math.floor(number / size)
    const path = pathAt(first + permute(number % size, size))
    return lap === 0 ? path : `${path}&n=${lap}`
  }
}
