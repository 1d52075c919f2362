// Runs sample clients. Each one sends real requests to the mock, as any client does, and names its
// walk.

import { sleep } from '../clock/real-time.ts'
import type { EditionName } from '../editions.ts'
import { requestDirectly } from '../transport/direct.ts'
import { type Query, runSample, type SampleAnswer, StoppedError } from './client.ts'
import { type Paginator, type Sample, type SampleName, samples } from './kinds.ts'
import type { SampleRun } from './schemas.ts'

export type Samples = ReturnType<typeof createSamples>

export type SampleToken = { readonly plain: string; readonly edition: EditionName }

type SampleStart = {
  readonly user: number
  readonly name: SampleName
  readonly paginator: Paginator
  readonly perPage: number | undefined
  readonly perSecond: number
  readonly token: SampleToken
  /** The URL of the list for this process. */
  readonly url: string
}

const KEPT = 20
export const MOST_RUNNING = 10
const MAX_BYTES = 2 ** 24
const PER_PAGE = 15
const PER_PAGE_FILTERED = 5
const FILTER = { type: 'widget' }

type Run = { state: SampleRun; readonly ending: AbortController }

type Walking = Pick<SampleStart, 'token' | 'url' | 'perPage'>

type Sending = Pick<SampleStart, 'token' | 'url'> & {
  readonly query: Query
  readonly isRefused: boolean
}

export function createSamples() {
  let runs: Run[] = []
  let lastId = 0

  function start({ name, perSecond, user, paginator, ...options }: SampleStart): SampleRun {
    const id = ++lastId
    const state: SampleRun = {
      id,
      user,
      name,
      paginator,
      per_second: perSecond,
      walk: `sample-${id}-${name}`,
      state: 'running',
      requests: 0,
      rows: 0,
      message: null,
    }
    const run = { state, ending: new AbortController() }
    runs = [run, ...runs.filter((other, index) => index < KEPT - 1 || isRunning(other))]
    void walk(run, options)
    return state
  }

  return {
    start,

    list: (user?: number): SampleRun[] =>
      runs.map(({ state }) => state).filter((state) => user === undefined || state.user === user),

    running: (): number => runs.filter(isRunning).length,

    /** Whether the client of this walk has ended. False when the run is no longer remembered. */
    hasEnded: (name: string): boolean =>
      runs.some((run) => run.state.walk === name && !isRunning(run)),

    /** Stops the running clients of a user, or of all users. Returns their number. */
    stop(user?: number): number {
      const ended = runs.filter(
        (run) => isRunning(run) && (user === undefined || run.state.user === user),
      )
      for (const { ending } of ended) ending.abort()
      return ended.length
    },
  }
}

/** Runs the client of a run to its end. Never rejects: the run tells how it ended. */
async function walk(run: Run, { token, url, perPage }: Walking): Promise<void> {
  const { name, paginator } = run.state
  const sample: Sample = samples[name]
  const hasFilter = sample.hasFilter === true
  try {
    const message = await runSample({
      paginator,
      filters: hasFilter ? FILTER : {},
      perPage: perPage ?? (hasFilter ? PER_PAGE_FILTERED : PER_PAGE),
      mistake: sample.mistake,
      namesCursor: token.edition === 'combined',
      send: (query, isRefused) => send(run, { query, isRefused, token, url }),
      pause: (milliseconds) => pause(run, milliseconds),
      onRows: (rows) => update(run, { rows }),
    })
    update(run, { state: 'finished', message })
  } catch (error) {
    if (run.ending.signal.aborted) return update(run, { state: 'stopped', message: 'Was stopped.' })
    update(run, {
      state: 'failed',
      message: error instanceof Error ? error.message : String(error),
    })
  }
}

/** Sends a request of the client, after a pause unless it is the first. */
async function send(run: Run, { query, isRefused, token, url }: Sending): Promise<SampleAnswer> {
  const { requests, per_second: perSecond, walk: walkName } = run.state
  const { signal } = run.ending
  if (requests > 0) await pause(run, 1000 / perSecond)
  update(run, { requests: requests + 1 })
  const response = await requestDirectly(`${url}?${new URLSearchParams(query).toString()}`, {
    headers: {
      Accept: 'application/json',
      Authorization: `Bearer ${token.plain}`,
      'X-Mock-Walk': walkName,
      'User-Agent': 'conversations-mock-sample',
      ...(isRefused && { Prefer: 'code=429' }),
    },
    signal,
  }).catch((error: unknown) => {
    throw signal.aborted ? new StoppedError() : error
  })
  const retryAfter = Number(response.headers.get('retry-after') ?? NaN)
  return {
    status: response.status,
    retryAfter: Number.isFinite(retryAfter) ? retryAfter : undefined,
    text: (await response.text(MAX_BYTES)) ?? '',
  }
}

/** Rejects when the client is stopped. */
async function pause({ ending: { signal } }: Run, milliseconds: number): Promise<void> {
  await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined)
  if (signal.aborted) throw new StoppedError()
}

const isRunning = ({ state }: Run): boolean => state.state === 'running'

function update(run: Run, changes: Partial<SampleRun>): void {
  run.state = { ...run.state, ...changes }
}
