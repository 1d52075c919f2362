// The five-minute demo. Each step does one thing, then opens the view that shows it.

import { signal } from '@preact/signals'
import type { SampleClients } from '../../client/wire.ts'
import { ask } from '../mock/admin.ts'
import { readFromTab, removeFromTab, writeToTab } from '../mock/tab-storage.ts'
import { currentUser } from '../mock/status.ts'
import { go } from '../page-address.ts'
import { type DemoWords, demoWords } from './demo-words.ts'
import { runSample, waitForWalk } from './run-sample.ts'

type SampleName = SampleClients['samples'][number]['name']

type DemoStep = DemoWords & { readonly act: () => Promise<void> }

const KEY = 'conversations-mock.demo'
const PER_SECOND = 3
/** The number of conversations to load. At least one of 100 very likely has its AI on. */
const CANDIDATES = 100

type Candidate = { readonly uuid: string; readonly ai_enabled: boolean }

/** The index of the current step; undefined while no demo runs. */
export const demoStep = signal<number | undefined>(readStep())

export const startDemo = (): void => goToStep(0)

export function goToStep(step: number | undefined): void {
  demoStep.value = step
  if (step === undefined) removeFromTab(KEY)
  else writeToTab(KEY, String(step))
}

function readStep(): number | undefined {
  const text = readFromTab(KEY) ?? ''
  return /^\d$/.test(text) ? Number(text) : undefined
}

/** Runs a sample client, then opens its walk or the list of its requests. */
async function watch(name: SampleName, view: 'walks' | 'requests' = 'walks'): Promise<void> {
  const run = await runSample({ name, paginator: 'page', per_second: PER_SECOND })
  if (view === 'requests') go(view, { text: run.walk })
  else go(view, { walk: await waitForWalk(run) })
}

const ofUser = () => ({ user: currentUser.value?.id })

export const demoSteps: readonly DemoStep[] = [
  {
    ...demoWords.right,
    act: () => watch('right'),
  },
  {
    ...demoWords.early,
    act: () => watch('stops-early'),
  },
  {
    ...demoWords.filter,
    act: () => watch('loses-filters'),
  },
  {
    ...demoWords.fault,
    act: async () => {
      const effect = { type: 'status', status: 503 }
      const fault = { match: { nth: 2 }, times: 1, effect, note: 'five-minute demo' }
      await ask('POST', '/faults', { query: ofUser(), body: fault })
      await watch('right', 'requests')
    },
  },
  {
    ...demoWords.moving,
    act: async () => {
      await ask('PUT', '/script', { query: ofUser(), body: { steps: [{ after: 1, insert: 2 }] } })
      await watch('right')
    },
  },
  {
    ...demoWords.talk,
    act: async () => {
      const { conversations } = await ask<{ conversations: Candidate[] }>('GET', '/conversations', {
        query: { ...ofUser(), limit: CANDIDATES },
      })
      // The assistant does not answer in a conversation whose AI is off.
      const chosen = conversations.find((one) => one.ai_enabled) ?? conversations[0]
      go('conversations', { row: chosen?.uuid })
    },
  },
  {
    ...demoWords.end,
    act: async () => {
      goToStep(undefined)
      go('overview', { begin: 'open' })
    },
  },
]
