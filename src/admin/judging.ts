// Runs the judge on the journal.

import { createQueue } from '../clock/one-at-a-time.ts'
import type { Work } from '../clock/turns.ts'
import { judge } from '../judge/judge.ts'
import { RequestGone } from '../walks/packed-walks.ts'
import type { Step } from '../walks/step.ts'
import { retryAfterOf, type Walk } from '../walks/walk.ts'
import { nameOf } from '../walks/walk-builder.ts'
import { findWalks } from '../walks/find-walks.ts'
import { createIssued } from './issued.ts'
import { everybody } from './journal-search.ts'
import { type Judged, toJudgedWalks } from './judged.ts'
import type { JudgeControls } from './controls.ts'
import { createKeptJudgements } from './kept-judgements.ts'
import { readSteps } from './steps.ts'
import { createStrays, type Strays } from './strays.ts'

/**
 * `user`: null means requests without a user, undefined means all users. `live`: a walk stays open
 * until its client is idle; without it, all walks count as over.
 */
type JudgeOptions = {
  readonly user: number | null | undefined
  readonly live: boolean
}

/** Keeps parts of a judgement. It is called again for the same user if it throws RequestGone. */
type Take = (judged: Judged) => Work<void>

/**
 * The queue lets all calls together judge one user at a time. The steps of a user can take 20 MB.
 */
const inTurn = createQueue()

export type Judging = ReturnType<typeof createJudging>

/** One call. `arrived` is the number of the last judgement before it. */
type Call = Pick<JudgeOptions, 'live'> & {
  readonly arrived: number
  readonly issuedOf: ReturnType<typeof createIssued>
  readonly strays: Strays
}

/** `hasEnded` tells whether the client of a named walk has stopped. */
export function createJudging(controls: JudgeControls, hasEnded: (name: string) => boolean) {
  const { journal, clocks, walkIdle } = controls
  const kept = createKeptJudgements(controls)
  /** The user that was judged last. */
  let latest: number | null = null
  return { judge: judgeUsers }

  /**
   * Judges the users one after the other, and lets `take` keep parts. Calls at the same time share
   * judgements, so each begins with the user that the others judge next.
   */
  function* judgeUsers({ user, live }: JudgeOptions, take: Take): Work<void> {
    const call: Call = {
      live,
      arrived: kept.last(),
      issuedOf: createIssued(controls),
      strays: createStrays(controls),
    }
    for (const id of user === undefined ? startingAfter(latest, everybody(controls)) : [user]) {
      yield
      if (yield* takeKept(id, call, take)) continue
      yield* inTurn(function* () {
        // Another call may have judged this user during the wait.
        if (yield* takeKept(id, call, take)) return
        latest = id
        yield* take(yield* judgeUser(id, call))
      })
    }
  }

  /** True when there was a judgement to take. */
  function* takeKept(user: number | null, { live, arrived }: Call, take: Take): Work<boolean> {
    const judged = live ? undefined : kept.find(user, arrived)
    if (!judged) return false
    try {
      yield* take(judged)
      return true
    } catch (error) {
      if (error instanceof RequestGone) return false
      throw error
    }
  }

  function* judgeUser(user: number | null, { live, issuedOf, strays }: Call): Work<Judged> {
    const begun = kept.begin(user, strays.strangers)
    let isAlone = true
    const all = yield* readSteps(journal, user)
    const steps = user === null ? all.filter((step) => !strays.isAdopted(step)) : all
    const forgotten = journal.forgotten(user)
    const now = clocks.now(user)
    // A client that waits for its Retry-After is not idle.
    const isIdle = (last: Step): boolean =>
      now - last.entry.time >= walkIdle + retryAfterOf(last) || hasEnded(nameOf(last) ?? '')
    const walks = yield* findWalks(steps, {
      issued: issuedOf(() => {
        isAlone = false
      }),
      ...(user === null
        ? { doubtful: yield* strays.doubtful() }
        : { strays: yield* strays.of(user) }),
      isIdle: (last) => !live || isIdle(last),
    })
    if (user !== null) strays.adopt(walks)
    const judgement = yield* judge(walks)
    const judged: Judged = {
      user,
      requests: steps.length,
      forgotten,
      findings: judgement.findings,
      walks: yield* toJudgedWalks(walks, judgement),
      open: openFrom(walks),
    }
    if (!live && !(yield* strays.exist()))
      kept.keep(judged, walks, { ...begun, reach: isAlone ? 'one user' : 'all users' })
    return judged
  }
}

/** The users from the one after `user` on, then those before it, and at last null. */
function startingAfter(
  user: number | null,
  all: readonly (number | null)[],
): readonly (number | null)[] {
  const ids = all.filter((id) => id !== null)
  const start = user === null ? 0 : ids.findIndex((id) => id > user)
  return start <= 0 ? all : [...ids.slice(start), ...ids.slice(0, start), null]
}

const openFrom = (walks: readonly Walk[]): Judged['open'] =>
  function* open({ index, id }) {
    const walk = walks[index]
    if (!walk) throw new Error(`this judgement has no walk ${id}`)
    yield
    return walk
  }
