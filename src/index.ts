// The public API.

import type { CalibrateOptions, Calibration } from './calibration/calibrate.ts'
import type { CaptureOptions, CaptureResult } from './capture/capture.ts'
import type { DriftOptions } from './client/drift.ts'
import type { DriftReport } from './drift/entry.ts'
import { createMock } from './client/mock.ts'
import type { Mock } from './client/handles.ts'
import type { Options } from './config.ts'
import { parseSettings } from './parse-settings.ts'
import { startServer } from './server/server.ts'

export type { CaptureOptions, CaptureResult } from './capture/capture.ts'
export { CaptureError } from './capture/capture-error.ts'
export { AdminError } from './client/admin-error.ts'
export { FindingsError } from './client/findings-error.ts'
export type { DriftOptions } from './client/drift.ts'
export type { DriftReport } from './drift/entry.ts'
export { connect } from './client/mock.ts'
export { VerificationError } from './client/verification.ts'
export { ComparisonError } from './comparison/comparison-error.ts'
export { LiveError } from './live/live-error.ts'
export type { CalibrateOptions, Calibration } from './calibration/calibrate.ts'
export { DatasetError } from './dataset/dataset.ts'
export { ConfigError } from './parse-settings.ts'
export { ListenError } from './server/listen-error.ts'
export { StoreError } from './store/store-error.ts'
export type { Comparison, FirstDifference } from './comparison/compare.ts'
export type { CompareOptions } from './comparison/compare-editions.ts'
export type { Options } from './config.ts'
export type { DatasetInput } from './dataset/dataset.ts'
export type { ListInput } from './dataset/list.ts'
export type { EditionName, Generation } from './editions.ts'
export type { MockToken } from './server/mock-tokens.ts'
export type { Control } from './client/controls.ts'
export type { Mock, MockUser } from './client/handles.ts'
export type {
  ArmedFault,
  AssistantRow,
  PartialConversation,
  ConversationRow,
  Fault,
  Finding,
  FindingQuery,
  NewReply,
  NewUser,
  Report,
  RequestEntry,
  RequestInFull,
  RequestFilter,
  RequestQuery,
  RuleId,
  Script,
  ScriptedReply,
  ScriptState,
  SentResponse,
  Snapshot,
  Statistics,
  TrafficOptions,
  TrafficState,
  Verification,
  WalkQuery,
  WalkView,
} from './client/wire.ts'

/**
 * Starts a mock inside this process. By default it listens on a free port of the loopback
 * interface and serves the demo dataset from memory. The options are the flags of the command
 * line in camel case; `dataset` also takes a dataset as an object.
 * Rejects with a ConfigError, DatasetError, StoreError or ListenError whose message names the fix.
 *
 *     await using mock = await startMock({ edition: 'autocalls' })
 *     await fetch(`${mock.url}/api/user/conversations`, { headers: { Authorization: `Bearer ${mock.token()}` } })
 */
export async function startMock(options: Options = {}): Promise<StartedMock> {
  const { url, adminToken, tokens, setClock, close } = await startServer(
    parseSettings([{ values: { port: 0, ...options }, nameOf: (name) => name }]),
  )
  return Object.assign(createMock({ url, adminToken, tokens, stop: close }), { setClock })
}

/** A mock inside this process. */
export type StartedMock = Mock & {
  /** Freezes the server's clock at a time in Unix seconds. `clock.freeze()` does it over HTTP. */
  setClock(unixSeconds: number): void
}

/**
 * Finds the settings with which the mock answers as a live API does, with the evidence for each.
 * It sends at most 40 requests and changes no data. Rejects with a LiveError when the API cannot
 * be asked.
 *
 *     const { settings } = await calibrate({ live: 'https://app.example.com', token: process.env.API_TOKEN })
 *     await using mock = await startMock(settings)
 */
export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  const { calibrate: ask } = await import('./calibration/calibrate.ts')
  return ask(options)
}

/**
 * Reads the list of a live API as a dataset and replaces the texts that people wrote. Rejects with
 * a LiveError or a CaptureError, also when the API fails before the end of the list.
 *
 *     const { dataset } = await capture({ live: 'https://app.example.com', token })
 *     await using mock = await startMock({ dataset })
 */
export async function capture(options: CaptureOptions): Promise<CaptureResult> {
  return (await import('./capture/capture.ts')).captureLive(options)
}

/**
 * Reports where the answers of a live API differ from the answers of a mock. Rejects with a
 * LiveError or a CaptureError when the API cannot be asked.
 *
 *     const { settings } = await calibrate({ live, token })
 *     const { entries } = await drift({ live, token, settings })
 */
export async function drift(options: DriftOptions): Promise<DriftReport> {
  return (await import('./client/drift.ts')).driftLive(options)
}
