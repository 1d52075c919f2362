// Strays: requests for a later page without a valid token, which the mock answered with 401 or with a
// failure. They may belong to a walk whose client lost its token.

import type { Work } from '../clock/turns.ts'
import { FIRST } from '../walks/list-target.ts'
import type { Step } from '../walks/step.ts'
import type { Walk } from '../walks/walk.ts'
import type { Requests } from './controls.ts'
import { type Senders, sendersOf } from './senders.ts'
import { readSteps } from './steps.ts'

export type Strays = ReturnType<typeof createStrays>

/** Reads the whole journal once, and only if there are strays. */
export function createStrays(controls: Requests) {
  /** The revision of the requests without a user, before they were read. */
  const strangers = controls.journal.revision(null)
  let all: readonly Step[] | undefined
  let senders: Senders | undefined
  const adopted = new Set<number>()

  function* read(): Work<readonly Step[]> {
    return (all ??= yield* readStrays(controls))
  }

  return {
    strangers,

    *exist(): Work<boolean> {
      return (yield* read()).length > 0
    },

    /** The strays of a user's clients, the oldest first. */
    *of(user: number): Work<readonly Step[]> {
      senders ??= yield* sendersOf(controls, yield* read())
      return senders.byUser.get(user) ?? []
    },

    /** The ids of the strays that clients of several users may have sent. */
    *doubtful(): Work<ReadonlySet<number>> {
      senders ??= yield* sendersOf(controls, yield* read())
      return senders.doubtful
    },

    /** Notes the requests that became steps of a walk. */
    adopt(walks: readonly Walk[]): void {
      if (senders?.byUser.size === 0) return
      for (const walk of walks)
        for (const { link, entry } of walk.steps) if (link === 'tokenless') adopted.add(entry.id)
    },

    isAdopted: ({ entry }: Step): boolean => adopted.has(entry.id),
  }
}

function* readStrays({ journal }: Pick<Requests, 'journal'>): Work<Step[]> {
  return (yield* readSteps(journal, null)).filter(
    ({ entry, position, answered }) =>
      (entry.status === 401 || answered === 'failed') && position !== FIRST,
  )
}
