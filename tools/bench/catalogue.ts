// The measurements of the bench, each with its target.

import type { Finding, Target } from './finding.ts'
import type { Series } from './servers.ts'
import type { StreamName } from './streams.ts'

/** Compares how many requests two series answer in the same time. */
export type Comparison = {
  readonly name: string
  readonly what: string
  readonly series: Series
  readonly reference: Series
  readonly target?: Target
}

/** A single value, without a reference. */
export type Figure = {
  readonly what: string
  readonly unit: '×' | 'MB' | 'rows/s' | 'ms'
  readonly target: Target
}

const atLeast = (value: number): Target => ({ bound: 'at least', value })
const atMost = (value: number): Target => ({ bound: 'at most', value })

const large = (stream: StreamName): Series => ({ server: 'large', stream })
const small = (stream: StreamName): Series => ({ server: 'small', stream })
const memory = (stream: StreamName): Series => ({ server: 'memory', stream })
const file = (stream: StreamName): Series => ({ server: 'file', stream })
const unjournaled = (stream: StreamName): Series => ({ server: 'unjournaled', stream })
const unjudged = (stream: StreamName): Series => ({ server: 'unjudged', stream })
const peer = (stream: StreamName): Series => ({ server: 'jsonServer', stream })
const limit: Series = { server: 'limitHttp', stream: 'first' }
const fastifyLimit: Series = { server: 'limitFastify', stream: 'first' }

export const comparisons: readonly Comparison[] = [
  {
    name: 'fastify',
    what: 'Fastify, constant : node:http, constant',
    series: fastifyLimit,
    reference: limit,
  },
  {
    name: 'first',
    what: 'asked before, first page : node:http',
    series: large('first'),
    reference: limit,
    target: atLeast(0.9),
  },
  {
    name: 'filtered',
    what: 'asked before, type=widget : node:http',
    series: large('filtered'),
    reference: limit,
    target: atLeast(0.9),
  },
  {
    name: 'cursor',
    what: 'asked before, cursor page : node:http',
    series: large('cursor'),
    reference: limit,
    target: atLeast(0.9),
  },
  {
    name: 'pages',
    what: 'never asked, random pages : node:http',
    series: large('newPages'),
    reference: limit,
    target: atLeast(0.35),
  },
  {
    name: 'cursors',
    what: 'never asked, random cursors : node:http',
    series: large('newCursors'),
    reference: limit,
    target: atLeast(0.35),
  },
  {
    name: 'deep',
    what: 'page 50,000, never asked : page 1',
    series: large('newDeepPages'),
    reference: large('newFirst'),
    target: atLeast(0.95),
  },
  {
    name: 'middle',
    what: 'cursor in the middle, never asked : none',
    series: large('newMiddleCursors'),
    reference: large('newFirstByCursor'),
    target: atLeast(0.95),
  },
  {
    name: 'size',
    what: 'page 1, large store : 1,000 rows',
    series: large('newFirst'),
    reference: small('newFirst'),
    target: atLeast(0.9),
  },
  {
    name: 'journal',
    what: 'asked before, with the journal : without',
    series: large('first'),
    reference: unjournaled('first'),
    target: atLeast(0.97),
  },
  {
    name: 'judge',
    what: 'asked before, judged : not',
    series: large('first'),
    reference: unjudged('first'),
    target: atLeast(0.97),
  },
  {
    name: 'judge-pages',
    what: 'never asked, random pages, judged : not',
    series: large('newPages'),
    reference: unjudged('newPages'),
    target: atLeast(0.97),
  },
  {
    name: 'judge-walk',
    what: 'never asked, walks by cursor, judged : not',
    series: large('newWalks'),
    reference: unjudged('newWalks'),
    target: atLeast(0.97),
  },
  {
    name: 'create',
    what: 'begin a conversation, in memory : node:http',
    series: memory('create'),
    reference: limit,
  },
  {
    name: 'send',
    what: 'send a message, in memory : node:http',
    series: memory('send'),
    reference: limit,
  },
  {
    name: 'get',
    what: 'get 12 messages, in memory : node:http',
    series: memory('get'),
    reference: limit,
  },
  {
    name: 'create-file',
    what: 'begin a conversation, in a file : node:http',
    series: file('create'),
    reference: limit,
    target: atLeast(0.15),
  },
  {
    name: 'send-file',
    what: 'send a message, in a file : node:http',
    series: file('send'),
    reference: limit,
    target: atLeast(0.15),
  },
  {
    name: 'get-file',
    what: 'get 12 messages, in a file : node:http',
    series: file('get'),
    reference: limit,
    target: atLeast(0.15),
  },
  {
    name: 'peer-first',
    what: 'first page : json-server, 1,000 rows',
    series: large('first'),
    reference: peer('peerFirst'),
    target: atLeast(4),
  },
  {
    name: 'peer-filtered',
    what: 'type=widget : json-server, 1,000 rows',
    series: large('filtered'),
    reference: peer('peerFiltered'),
    target: atLeast(8),
  },
]

export const figures = {
  cold: { what: 'spawn to first page, demo data : node:http', unit: '×', target: atMost(1.5) },
  'cold-500': {
    what: 'spawn to first page, --generate 500 : node:http',
    unit: '×',
    target: atMost(1.8),
  },
  'cold-10k': {
    what: 'spawn to first page, --generate 10000 : node:http',
    unit: '×',
    target: atMost(3),
  },
  reset: { what: 'reset, demo dataset, a quarter changed', unit: 'ms', target: atMost(5) },
  'reset-1k': { what: 'reset, 1,000 rows, all changed', unit: 'ms', target: atMost(10) },
  'reset-100k': { what: 'reset, 100,000 rows, all changed', unit: 'ms', target: atMost(500) },
  'undelete-100k': { what: 'reset, 100,000 rows, all deleted', unit: 'ms', target: atMost(800) },
  'judge-findings': {
    what: 'GET /__admin/findings, 10,000 requests',
    unit: 'ms',
    target: atMost(200),
  },
  'judge-memory': { what: 'memory after 250,000 judged requests', unit: 'MB', target: atMost(150) },
  seeding: {
    what: 'seeding on disk, all indexes, start included',
    unit: 'rows/s',
    target: atLeast(100_000),
  },
  idle: { what: 'memory of the large store, idle', unit: 'MB', target: atMost(75) },
  loaded: { what: 'memory of the large store, after load', unit: 'MB', target: atMost(115) },
} as const satisfies Record<string, Figure>

export type FigureName = keyof typeof figures

export const figure = (name: FigureName, value: number | undefined): Finding => ({
  name,
  value,
  ...figures[name],
})

export const figureNames = Object.keys(figures).filter(
  (name): name is FigureName => name in figures,
)

export const names: readonly string[] = [...comparisons.map(({ name }) => name), ...figureNames]
