// The parts of a running mock that serve requests and that the admin API controls.

import type { MockControls } from '../admin/controls.ts'
import { createEmulation } from '../api/emulation.ts'
import { createClocks, type RealTime } from '../clock/clocks.ts'
import { changedSwitches, type Settings } from '../config.ts'
import { demoKeys } from '../dataset/demo-keys.ts'
import { createFaults } from '../faults/faults.ts'
import { createJournal } from '../journal/journal.ts'
import { createOwnSecrets } from '../journal/own-secrets.ts'
import { createRedaction } from '../journal/redaction.ts'
import { createSilences } from '../judge/silences.ts'
import { createScripts } from '../mutations/script.ts'
import { createTraffic } from '../mutations/traffic.ts'
import { createReplies } from '../replies/replies.ts'
import { createErrorNote } from './last-error.ts'
import type { Store } from '../store/open-store.ts'
import { performance } from '../clock/real-time.ts'
import { budgetOf } from '../system/memory-budget.ts'

type PartOptions = Pick<MockControls, 'useKeys'> & {
  readonly adminToken: string
  readonly now: RealTime['now']
  readonly onError: ((error: unknown) => void) | undefined
}

export function createParts(
  store: Store,
  settings: Settings,
  { adminToken, useKeys, now, onError }: PartOptions,
) {
  const clocks = createClocks(now)
  const faults = createFaults()
  const redaction = createRedaction(createOwnSecrets([adminToken, ...demoKeys], store.tokens))
  const errors = createErrorNote(now)
  const report = (error: unknown): void => {
    const clean = redaction.error(error)
    errors.note(clean)
    onError?.(clean)
  }
  const budget = budgetOf(settings.memory)
  const journal = createJournal({
    maxEntries: settings.journal,
    maxBytes: budget.journal,
    maxCursors: budget.cursors,
    isContinued: settings.db !== undefined,
    redaction,
  })
  const scripts = createScripts({ store, clocks })
  const traffic = createTraffic({ store, clocks, onError: report })
  const replies = createReplies({ store })
  const emulation = createEmulation({
    store,
    switches: settings,
    isSecure: settings.tlsCert !== undefined,
    now: clocks.now,
    report,
    maxBodies: budget.bodies,
    reply: replies.answer,
  })
  const isJudged = settings.judge && journal.isOn
  const silences = createSilences(settings.silence)
  const controls: MockControls = {
    ...settings,
    store,
    clocks,
    faults,
    journal,
    scripts,
    traffic,
    replies,
    maxGiven: budget.given,
    maxJudgements: budget.judgements,
    isJudged,
    silences,
    resetLimiter: emulation.resetLimiter,
    useKeys,
    redaction,
    report,
    about: {
      startedAt: performance.now(),
      file: settings.db,
      switches: changedSwitches(settings),
      errors,
    },
  }
  return { controls, emulation }
}
