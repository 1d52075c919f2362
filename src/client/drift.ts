// The function drift() for tests and the CLI: it compares a live API with a mock in this process.

import { randomBytes } from 'node:crypto'
import { captureList, DEFAULT_ROWS } from '../capture/capture-list.ts'
import { realNow } from '../clock/real-time.ts'
import type { Options } from '../config.ts'
import { switches } from '../config/switches.ts'
import { type CaptureNote, textKinds } from '../dataset/captured.ts'
import type { DatasetInput } from '../dataset/dataset.ts'
import type { DriftReport } from '../drift/entry.ts'
import { type DriftMock, findDrift } from '../drift/find-drift.ts'
import { type LiveApi, type LiveOptions, openLiveApi } from '../live/live-api.ts'
import { parseSettings } from '../parse-settings.ts'
import { startServer } from '../server/server.ts'

export type DriftOptions = {
  /** The origin of the API. */
  readonly live: string
  readonly token: string
  /** The switches of the mock, as calibrate() finds them. */
  readonly settings?: Options
  /**
   * The captured rows. Without them drift() reads rows from the live API and keeps them in memory.
   */
  readonly dataset?: DatasetInput
  /** The most rows to read when `dataset` is absent; 1000 by default. */
  readonly rows?: number
  /**
   * Maps the place of a difference, such as `$.data[*].sentiment`, to the reason why it does not
   * count.
   */
  readonly ignore?: Readonly<Record<string, string>>
} & Pick<LiveOptions, 'budget' | 'pause' | 'signal' | 'wait'>

export async function driftLive({
  live,
  token,
  settings = {},
  dataset,
  rows,
  ignore = {},
  ...options
}: DriftOptions): Promise<DriftReport> {
  const api = openLiveApi({ ...options, url: live, token, option: 'live' })
  return driftOf({ api, settings, dataset, rows, ignores: new Map(Object.entries(ignore)) })
}

export type DriftRequest = {
  readonly api: LiveApi
  /** All settings; drift() uses only the switches among them. */
  readonly settings: Readonly<Record<string, unknown>>
  /** The rows; a dataset from `capture` also has the note of that capture. */
  readonly dataset?: (DatasetInput & { readonly captured?: CaptureNote }) | undefined
  readonly rows?: number | undefined
  readonly ignores?: ReadonlyMap<string, string>
  readonly onQuestion?: (count: number) => void
}

export async function driftOf({
  api,
  settings,
  dataset,
  rows = DEFAULT_ROWS,
  ...options
}: DriftRequest): Promise<DriftReport> {
  const used = dataset ?? (await captureRows(api, rows))
  return findDrift({
    ...options,
    api,
    settings: switchesOf(settings),
    hasAllRows: isWhole(used.captured),
    times: new Set(used.conversations.map((row) => row.created_at)),
    startMock: async (more) => startDriftMock(more, used),
  })
}

/** Captures rows with their original texts, because the rows never leave this process. */
async function captureRows(api: LiveApi, rows: number) {
  const { dataset, failure } = await captureList({ api, rows, keep: textKinds })
  if (failure) throw failure
  return dataset
}

const isWhole = (note: CaptureNote | undefined): boolean =>
  note === undefined || (note.complete && note.filters.length === 0)

/** The switches among the settings, with defaults for absent ones. */
function switchesOf(settings: Readonly<Record<string, unknown>>): Options {
  const own = Object.entries(settings).filter(([name]) => name in switches)
  const parsed = parseSettings([{ values: Object.fromEntries(own), nameOf: (name) => name }])
  return Object.fromEntries(Object.entries(parsed).filter(([name]) => name in switches))
}

/** Starts the mock. Its clock is advanced where a client would have to wait. */
async function startDriftMock(settings: Options, dataset: DatasetInput): Promise<DriftMock> {
  const token = `drift-${randomBytes(16).toString('hex')}`
  const { edition } = parseSettings([{ values: settings, nameOf: (name) => name }])
  const { url, setClock, close } = await startServer(
    parseSettings([
      {
        values: { ...settings, dataset, port: 0, dashboard: false, key: [`${token}=${edition}`] },
        nameOf: (name) => name,
      },
    ]),
  )
  let now = Math.floor(realNow() / 1000)
  setClock(now)
  return {
    url,
    token,
    close: async () => close(),
    wait: async (milliseconds) => {
      now += Math.ceil(milliseconds / 1000)
      setClock(now)
    },
  }
}
