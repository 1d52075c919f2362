// Sample clients run in the mock itself, so that nobody needs a terminal to see some.

import { effect } from '@preact/signals'
import type { NewSampleClient, SampleRun } from '../../client/wire.ts'
import { ask } from '../mock/admin.ts'
import { requests } from '../mock/live.ts'
import { currentUser } from '../mock/status.ts'

/** For the user that the page is about. */
export const runSample = async (client: NewSampleClient): Promise<SampleRun> =>
  ask<SampleRun>('POST', '/sample-clients', {
    query: { user: currentUser.value?.id },
    body: client,
  })

/** A walk has the id of its first request; undefined until that has come. */
export const walkIdOf = ({ walk }: SampleRun): number | undefined =>
  requests.value.find(({ correlation }) => correlation === walk)?.id

const PATIENCE_MS = 3000

/** Resolves to undefined where its first request does not come soon: to a page that is cut off, say. */
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
