// Asks a live API and a mock the same questions and lists where their answers differ.

import { askQuestions, type AskedQuestions } from '../calibration/ask-questions.ts'
import { readAnswers } from '../calibration/calibrate.ts'
import { questions } from '../calibration/questions.ts'
import { showQuestion } from '../calibration/reading.ts'
import type { Options } from '../config.ts'
import { type LiveApi, type LiveOptions, openLiveApi } from '../live/live-api.ts'
import { compareBodies } from './compare-bodies.ts'
import { timesIn } from './compare-rows.ts'
import type { Difference, DriftReport, Entry } from './entry.ts'
import { compareHeaders } from './headers.ts'
import { type Pair, pairOf, coverage } from './answer-pairs.ts'

/** A mock that serves captured rows of the account. */
export type DriftMock = Pick<LiveOptions, 'url' | 'token' | 'wait'> & {
  readonly close: () => Promise<void>
}

type FindDriftOptions = {
  readonly api: LiveApi
  /** The settings that each mock starts with. */
  readonly settings: Options
  readonly startMock: (settings: Options) => Promise<DriftMock>
  /** Whether the mock holds every row of the live list. */
  readonly hasAllRows: boolean
  /** The `created_at` of every row of the mock. */
  readonly times: ReadonlySet<string>
  /** The places to ignore, each with its reason. */
  readonly ignores?: ReadonlyMap<string, string>
  readonly onQuestion?: (count: number) => void
}

/** Rejects with a LiveError when the live API cannot be asked. */
export async function findDrift(options: FindDriftOptions): Promise<DriftReport> {
  const { api, settings, startMock, ignores = new Map<string, string>(), onQuestion } = options
  const live = await askQuestions(api, onQuestion)
  const askMock = async (more: Options): Promise<AskedQuestions> => {
    const { close, ...mock } = await startMock({ ...settings, ...more })
    return askQuestions(openLiveApi({ ...mock, option: 'the mock' })).finally(close)
  }
  const mock = await askMock({})
  const compare = (other: AskedQuestions): Seen[] => compareAll(live, other, options)
  const seen = compare(mock)
  const explain =
    seen.length === 0
      ? []
      : await tryOthers(live, settings, async (more) => compare(await askMock(more)))
  const toEntry = (gathered: Gathered): Entry => ({
    ...gathered,
    switches: explain.find(({ left }) => !left.has(keyOf(gathered)))?.settings ?? null,
    ignored: ignores.get(gathered.where) ?? null,
  })
  return {
    live: live.base,
    entries: gather(seen).map(toEntry),
    ...coverage(live, mock),
    requests: api.requests(),
    complete: live.ending === undefined,
  }
}

type Seen = Difference & { readonly question: string; readonly request: string }

/**
 * Differences with the same key become one entry. Each different message is an entry; for other
 * kinds the entry shows the first value.
 */
const keyOf = ({ where, kind, live }: Difference): string =>
  JSON.stringify([where, kind, ...(kind === 'message' ? [live] : [])])

/**
 * Tries each setting that the live answers suggest, one at a time. Tells which differences remain
 * with it.
 */
async function tryOthers(
  live: AskedQuestions,
  settings: Options,
  differencesWith: (more: Options) => Promise<Seen[]>,
): Promise<{ settings: Readonly<Record<string, unknown>>; left: ReadonlySet<string> }[]> {
  const readings = Object.entries(readAnswers(live).settings)
  const now = new Map<string, unknown>(Object.entries(settings))
  const others = readings.filter(([name, value]) => now.get(name) !== value)
  const tries = []
  for (const [name, value] of others) {
    const seen = await differencesWith({ [name]: value })
    tries.push({ settings: { [name]: value }, left: new Set(seen.map(keyOf)) })
  }
  return tries
}

function compareAll(
  live: AskedQuestions,
  mock: AskedQuestions,
  { hasAllRows, times }: Pick<FindDriftOptions, 'hasAllRows' | 'times'>,
): Seen[] {
  const moved = hasAllRows ? findMove(live, mock, times) : undefined
  const differences = questions.flatMap(({ name }) => {
    const pair = pairOf(name, live, mock)
    if (!pair) return []
    const request = showQuestion(pair.live.question)
    const sides = { name, live, mock, hasAllRows: hasAllRows && !moved }
    const toSeen = (difference: Difference): Seen => ({ ...difference, question: name, request })
    return compareAnswers(pair, sides).map(toSeen)
  })
  return moved ? [moved, ...differences] : differences
}

const MANY = 'many rows'

/** Detects rows that joined or left the live list after the capture. */
function findMove(
  live: AskedQuestions,
  mock: AskedQuestions,
  known: ReadonlySet<string>,
): Seen | undefined {
  const pair = pairOf(MANY, live, mock)
  if (!pair?.live.list || !pair.mock.list) return undefined
  const { live: first, mock: second } = { live: pair.live.list, mock: pair.mock.list }
  const times = timesIn(first.data).filter((time) => time !== '')
  // If no time at all is known, the API writes times differently, and the rows need not have
  // changed.
  const isOther = times.some((time) => !known.has(time)) && times.some((time) => known.has(time))
  const isTotalOther =
    first.total !== undefined && second.total !== undefined && first.total !== second.total
  if (!isTotalOther && !isOther) return undefined
  return {
    where: isTotalOther ? '$.total' : '$.data',
    kind: 'rows',
    live: isTotalOther ? String(first.total) : 'rows that the mock does not have',
    mock: isTotalOther ? String(second.total) : 'the rows as they were captured',
    question: MANY,
    request: showQuestion(pair.live.question),
  }
}

type Sides = {
  readonly name: string
  readonly live: AskedQuestions
  readonly mock: AskedQuestions
  readonly hasAllRows: boolean
}

function compareAnswers(pair: Pair, { name, live, mock, hasAllRows }: Sides): Difference[] {
  const { answer: first } = pair.live
  const { answer: second } = pair.mock
  if (first.status !== second.status)
    return [
      {
        where: `status of ${name}`,
        kind: 'status',
        live: String(first.status),
        mock: String(second.status),
      },
    ]
  const bases = {
    live: { own: live.base, live: live.base },
    mock: { own: mock.base, live: live.base },
  }
  return [
    ...compareHeaders({ live: first.headers, mock: second.headers }, bases),
    ...compareBodies({ live: first.text, mock: second.text }, { bases, hasAllRows }),
  ]
}

type Gathered = Omit<Entry, 'switches' | 'ignored'>

/** Merges the same difference of several answers into one entry. */
function gather(seen: readonly Seen[]): Gathered[] {
  const groups = Map.groupBy(seen, keyOf)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { question: _, ...entry } = first
    return [{ ...entry, count: new Set(group.map(({ question }) => question)).size }]
  })
}
