// Starts sample clients. They run inside the mock, so nobody needs a terminal to watch one.

import { effect } from '@preact/signals'
import type { NewSampleClient, SampleRun } from '../../client/wire.ts'
import { ask } from '../mock/admin.ts'
import { requests } from '../mock/live.ts'
import { currentUser } from '../mock/status.ts'

/** Starts a sample client for the user that the page shows. */
export const runSample = async (client: NewSampleClient): Promise<SampleRun> =>
  ask<SampleRun>('POST', '/sample-clients', {
    query: { user: currentUser.value?.id },
    body: client,
  })

/** The id of the walk, which is the id of its first request; undefined until that arrives. */
export const walkIdOf = ({ walk }: SampleRun): number | undefined =>
  requests.value.find(({ correlation }) => correlation === walk)?.id

const PATIENCE_MS = 3000

/**
 * Waits for the first request of a run. Resolves to undefined if it does not arrive in time, such
 * as when the live stream is broken.
 */
export const waitForWalk = (run: SampleRun): Promise<number | undefined> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => end(undefined), PATIENCE_MS)
    const close = effect(() => {
      const id = walkIdOf(run)
      if (id !== undefined) queueMicrotask(() => end(id))
    })

    function end(id: number | undefined): void {
      clearTimeout(timer)
      close()
      resolve(id)
    }
  })
