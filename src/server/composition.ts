// Puts the parts of a running mock together into one app: pipeline, delivery and admin API.

import type { MockControls } from '../admin/controls.ts'
import { createLazyAdmin } from '../admin/lazy-admin.ts'
import type { Emulation } from '../api/emulation.ts'
import type { Settings } from '../config.ts'
import { createConnections } from '../journal/connections.ts'
import { createBaseUrl } from '../laravel/base-url.ts'
import type { Store } from '../store/open-store.ts'
import { type AppOptions, buildApp } from './app.ts'
import { createDeliverer } from './delivery.ts'
import { createPipeline, type PipelineOptions } from './pipeline.ts'

type Parts = {
  readonly store: Store
  readonly settings: Settings
  readonly controls: MockControls
  readonly emulation: Emulation
}

type Surroundings = Pick<PipelineOptions, 'onAnswer' | 'elapsed'> &
  Pick<AppOptions, 'prove'> & {
    readonly adminToken: string
    /** Whether requests come over HTTPS. */
    readonly isSecure: boolean
  }

export function composeApp(
  { store, settings, controls, emulation }: Parts,
  { adminToken, isSecure, elapsed, onAnswer, prove }: Surroundings,
) {
  const { clocks, faults, journal, scripts, redaction, report, isJudged } = controls
  const { originOf, rootOf } = createBaseUrl({ trustProxies: settings.trustProxies, isSecure })
  const deliverer = createDeliverer({ onError: report })
  const connections = isJudged ? createConnections() : undefined
  const admin = createLazyAdmin({
    controls,
    guard: { adminToken, allowedHosts: settings.allowedHosts, originOf },
    rootOf,
  })
  const pipeline = createPipeline({
    edition: settings.edition,
    emulation,
    faults,
    scripts,
    journal,
    groupCommit: store.groupCommit,
    clocks,
    elapsed,
    onAnswer: onAnswer && withoutSecrets(onAnswer),
  })
  const app = buildApp({
    pipeline,
    deliverer,
    admin,
    untilWritable: store.untilWritable,
    connections,
    elapsed,
    dashboard: settings.dashboard,
    replica: settings.replica,
    report,
    prove,
  })
  return { app, admin, deliverer, connections }

  function withoutSecrets(
    tell: NonNullable<PipelineOptions['onAnswer']>,
  ): NonNullable<PipelineOptions['onAnswer']> {
    return (exchange, milliseconds) =>
      tell({ ...exchange, target: redaction.target(exchange.target) }, milliseconds)
  }
}
