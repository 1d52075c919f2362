// The settings with which the mock answers as an API does, read from the answers to the questions.

import type { Options } from '../config.ts'
import { editionNames, type EditionName } from '../editions.ts'
import { type Budget, type LiveOptions, openLiveApi } from '../live/live-api.ts'
import type { Answers } from './answers.ts'
import { type AskedQuestions, askQuestions } from './ask-questions.ts'
import { readAssistantsEnvelope } from './assistants-envelope.ts'
import { readDates, readPageSizes, readTexts } from './bounds.ts'
import { readCursorKeys } from './cursor-keys.ts'
import { readEdition } from './edition.ts'
import { readFilters } from './filters.ts'
import { readJsonErrors } from './json-errors.ts'
import { readLaravel } from './laravel.ts'
import { readOrder } from './order.ts'
import { readPublicUrl } from './public-url.ts'
import { readRateLimit } from './rate-limit.ts'
import { type Reading, untold } from './reading.ts'
import { readTrustProxies } from './trust-proxies.ts'
import { readUrls } from './urls.ts'

/** A reading for each switch that a client can see. */
const readers = {
  edition: readEdition,
  urls: readUrls,
  cursorKeys: readCursorKeys,
  order: readOrder,
  jsonErrors: readJsonErrors,
  rateLimit: readRateLimit,
  laravel: readLaravel,
  publicUrl: readPublicUrl,
  trustProxies: readTrustProxies,
  assistantsEnvelope: readAssistantsEnvelope,
} as const satisfies Partial<Record<keyof Options, (answers: Answers) => Reading>>

/** Switches of calls that write. */
const writing = ['lookupFirst', 'automate401', 'validationMessage', 'retryAfter'] as const

export type SettingReading = Reading & { readonly setting: string }

export type Calibration = {
  /** The settings that were told, as the config file and startMock() take them. */
  readonly settings: Partial<Pick<Options, keyof typeof readers>>
  /** Every setting with the evidence, or why it cannot be told. */
  readonly readings: readonly SettingReading[]
  /** Filters and bounds, which no switch changes. */
  readonly behaviours: readonly SettingReading[]
  /** Requests that were made. */
  readonly requests: number
  /** Whether all questions have an answer. */
  readonly complete: boolean
  /** Why the questions ended before the last one; null when they did not. */
  readonly ending: string | null
}

/** For 40 questions, with some of them asked again. */
export const DEFAULT_BUDGET: Budget = { requests: 60, milliseconds: 900_000 }

export type CalibrateOptions = {
  /** The origin of the API, such as https://app.example.com. */
  readonly live: string
  readonly token: string
  /** By default 60 requests within a quarter of an hour. */
  readonly budget?: Budget
  /** Milliseconds between two requests, by default 250. */
  readonly pause?: number
  readonly signal?: AbortSignal
  /** Hears of long waits. */
  readonly notify?: (line: string) => void
}

/** Rejects with a LiveError when the API cannot be asked. */
export function calibrate({ live, ...options }: CalibrateOptions): Promise<Calibration> {
  return calibrateLive({
    url: live,
    option: 'live',
    budget: DEFAULT_BUDGET,
    pause: 250,
    ...options,
  })
}

/** Rejects with a LiveError when the API cannot be asked. */
export async function calibrateLive(
  options: LiveOptions,
  onQuestion?: (count: number) => void,
): Promise<Calibration> {
  const api = openLiveApi(options)
  const answers = await askQuestions(api, onQuestion)
  const { ending = null } = answers
  return {
    ...readAnswers(answers),
    requests: api.requests(),
    complete: ending === null,
    ending,
  }
}

/** The readings of answers that are there. */
export function readAnswers(
  answers: AskedQuestions,
): Pick<Calibration, 'settings' | 'readings' | 'behaviours'> {
  const readings = Object.entries(readers).map(([setting, read]) => named(setting, read(answers)))
  const settings = Object.fromEntries(
    readings.flatMap(({ setting, value }) => (value === undefined ? [] : [[setting, value]])),
  )
  const edition = editionNames.find((name): name is EditionName => name === settings['edition'])
  return {
    settings,
    readings: [
      ...readings,
      ...writing.map((setting) => named(setting, untold('only calls that write would show it'))),
    ],
    behaviours: [
      named('filters', readFilters(answers, edition)),
      named('per_page', readPageSizes(answers)),
      named('texts', readTexts(answers)),
      named('dates', readDates(answers)),
    ],
  }
}

const named = (setting: string, reading: Reading): SettingReading => ({ setting, ...reading })
