// Sample clients run in the mock itself, so that nobody needs a terminal to see some.

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
