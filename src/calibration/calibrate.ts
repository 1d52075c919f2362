// Reads settings from a live API's answers. With these settings the mock answers as that API does.

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
import { type Reading, noReading } from './reading.ts'
import { readTrustProxies } from './trust-proxies.ts'
import { readUrls } from './urls.ts'

/** One reader for each setting that a reading client can detect. */
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

/** Settings that only writing calls would reveal. Calibration never writes. */
const writing = ['lookupFirst', 'automate401', 'validationMessage', 'retryAfter'] as const

export type SettingReading = Reading & { readonly setting: string }

export type Calibration = {
  /** The settings that the answers reveal, in the form of the config file and of startMock(). */
  readonly settings: Partial<Pick<Options, keyof typeof readers>>
  /** Every setting with its evidence, or with the reason why the answers do not reveal it. */
  readonly readings: readonly SettingReading[]
  /** Filters and limits of the API. No setting of the mock changes them. */
  readonly behaviours: readonly SettingReading[]
  readonly requests: number
  /** Whether every question has an answer. */
  readonly complete: boolean
  /** The reason why the questions ended early; null otherwise. */
  readonly ending: string | null
}

/** Enough for 40 questions, some of them sent again. */
export const DEFAULT_BUDGET: Budget = { requests: 60, milliseconds: 900_000 }

export type CalibrateOptions = {
  /** The origin of the API, such as https://app.example.com. */
  readonly live: string
  readonly token: string
  /** By default 60 requests within 15 minutes. */
  readonly budget?: Budget
  /** Milliseconds between two requests, by default 250. */
  readonly pause?: number
  readonly signal?: AbortSignal
  /** Receives a line for people when a wait is long. */
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

/** Reads the settings from answers that were already collected. */
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
      ...writing.map((setting) => named(setting, noReading('only calls that write would show it'))),
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
