// Runs the judge on the journal.

import { createQueue } from '../clock/one-at-a-time.ts'
import type { Work } from '../clock/turns.ts'
import { judge, type Judgement } from '../judge/judge.ts'
import { cursorNumber } from '../journal/cursor-number.ts'
import { slicesOf } from '../journal/slices.ts'
import { givenCursors, type Step } from '../walks/step.ts'
import { retryAfterOf, type Walk } from '../walks/walk.ts'
import { nameOf } from '../walks/walk-builder.ts'
import { findWalks, type KnownCursors } from '../walks/walks.ts'
import { everybody } from './journal-search.ts'
import type { MockControls } from './controls.ts'
import { createStrays, readSteps, type Strays } from './strays.ts'

/** The judged walks of one user's clients. */
export type Judged = Judgement & {
  readonly user: number | null
  readonly walks: readonly Walk[]
  readonly requests: number
  readonly forgotten: number
}

/**
 * `user`: null means requests without a user, undefined means all users. `live`: a walk stays open
 * until its client is idle; without it, all walks count as over. `hasEnded` tells whether the
 * client of a named walk has stopped.
 */
type JudgeOptions = {
  readonly user: number | null | undefined
  readonly live: boolean
  readonly hasEnded: (name: string) => boolean
}

/**
 * The queue lets all calls together judge one user at a time. The steps of a user can take 20 MB.
 */
const inTurn = createQueue()

/**
 * Judges the users one after the other, and lets `take` keep parts. The rest is freed before the
 * next user.
 */
export function* judgeUsers(
  controls: MockControls,
  { user, live, hasEnded }: JudgeOptions,
  take: (judged: Judged) => Work<void>,
): Work<void> {
  const issued = createIssued(controls)
  const strays = createStrays(controls)
  for (const id of user === undefined ? everybody(controls) : [user]) {
    yield
    yield* inTurn(function* () {
      yield* take(yield* judgeUser(controls, id, { live, hasEnded, issued, strays }))
    })
  }
}

/**
 * The holder number of the dashboard. A client can use cursors that people copy from the dashboard,
 * with any token.
 */
const DASHBOARD = -1

/** Maps the number of a cursor to the tokens that got it; almost every cursor has one. */
type Holders = Map<number, number | readonly number[]>

/** Reads the whole journal once, at the first cursor that a token uses but did not get itself. */
function createIssued(controls: MockControls): KnownCursors {
  const { issued } = controls.journal
  let known: Holders | undefined

  function* prepare(): Work<void> {
    known ??= yield* readHolders(controls)
  }

  const holdersOf = (cursor: string): readonly number[] =>
    [known?.get(cursorNumber(cursor)) ?? []].flat()

  return {
    ...issued,
    prepare,
    has: (user, token, cursor) =>
      issued.has(user, token, cursor) || holdersOf(cursor).includes(DASHBOARD),
    isForeign: (token, cursor) =>
      issued.isForeign(token, cursor) ||
      holdersOf(cursor).some((holder) => holder !== token && holder !== DASHBOARD),
  }
}

/** The tokens that got each cursor in an answer. */
function* readHolders(controls: MockControls): Work<Holders> {
  const holders: Holders = new Map()
  for (const user of everybody(controls)) {
    for (const slice of slicesOf(controls.journal, user)) {
      for (const { token, list, isFromDashboard } of slice) {
        for (const cursor of givenCursors(list)) {
          if (token !== null) hold(holders, cursor, isFromDashboard ? DASHBOARD : token)
        }
      }
      yield
    }
  }
  return holders
}

function hold(holders: Holders, cursor: string, holder: number): void {
  const number = cursorNumber(cursor)
  const others = holders.get(number)
  if (others === undefined) holders.set(number, holder)
  else if (![others].flat().includes(holder)) holders.set(number, [others, holder].flat())
}

type JudgeContext = Pick<JudgeOptions, 'live' | 'hasEnded'> & {
  readonly issued: KnownCursors
  readonly strays: Strays
}

function* judgeUser(
  { journal, clocks, walkIdle }: MockControls,
  user: number | null,
  { live, hasEnded, issued, strays }: JudgeContext,
): Work<Judged> {
  const all = yield* readSteps(journal, user)
  const steps = user === null ? all.filter((step) => !strays.isAdopted(step)) : all
  const forgotten = journal.forgotten(user)
  const now = clocks.now(user)
  // A client that waits for its Retry-After is not idle.
  const isIdle = (last: Step): boolean =>
    now - last.entry.time >= walkIdle + retryAfterOf(last) || hasEnded(nameOf(last) ?? '')
  const walks = yield* findWalks(steps, {
    issued,
    strays: user === null ? [] : yield* strays.of(user),
    isIdle: (last) => !live || isIdle(last),
  })
  if (user !== null) strays.adopt(walks)
  return { user, walks, requests: steps.length, forgotten, ...(yield* judge(walks)) }
}
