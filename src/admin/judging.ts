// The judge at work on the journal.

import { createQueue } from '../clock/one-at-a-time.ts'
import type { Work } from '../clock/turns.ts'
import { judge, type Judgement } from '../judge/judge.ts'
import { cursorNumber } from '../journal/cursor-number.ts'
import { slicesOf } from '../journal/slices.ts'
import { FIRST, givenCursors, readStep, type Step } from '../walks/step.ts'
import { retryAfterOf, type Walk } from '../walks/walk.ts'
import { nameOf } from '../walks/walk-builder.ts'
import { findWalks, type KnownCursors } from '../walks/walks.ts'
import { everybody } from './journal-search.ts'
import type { MockControls } from './controls.ts'

/** The walks of a user's clients, judged. */
export type Judged = Judgement & {
  readonly user: number | null
  readonly walks: readonly Walk[]
  readonly requests: number
  readonly forgotten: number
}

/**
 * `user`: null for nobody, undefined for all. `live`: a walk may go on until its client has been idle; otherwise all are taken for
 * over. `hasEnded`: whether the client of a named walk is known to send nothing more.
 */
export type JudgeOptions = {
  readonly user: number | null | undefined
  readonly live: boolean
  readonly hasEnded: (name: string) => boolean
}

/** The steps of one user take some twenty megabytes: of however many calls, one user at a time is judged. */
const inTurn = createQueue()

/** One user, or all and nobody, one after the other: what `take` does not keep is gone before the next one is judged. */
export function* judgeUsers(
  controls: MockControls,
  { user, live, hasEnded }: JudgeOptions,
  take: (judged: Judged) => Work<void>,
): Work<void> {
  const issued = createIssued(controls)
  const strays = createStrays(controls)
  for (const id of user === undefined ? everybody(controls) : [user]) {
    yield* inTurn(function* () {
      yield* take(yield* judgeUser(controls, id, { live, hasEnded, issued, strays }))
    })
  }
}

/** The dashboard, where a token would stand: people take cursors from it, whatever their token. */
const DASHBOARD = -1

/** By the number of a cursor; almost every cursor has one holder. */
type Holders = Map<number, number | readonly number[]>

/** Looks through all of the journal, once, when the first cursor turns up that is not the token's own. */
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

/** The holders of each cursor. */
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

type Strays = ReturnType<typeof createStrays>

/** Requests without a good token for another page than the first: a walk of some user may have lost its token by them. */
function createStrays({ journal }: MockControls) {
  let steps: readonly Step[] | undefined
  const adopted = new Set<number>()

  return {
    *read(): Work<readonly Step[]> {
      steps ??= (yield* readSteps(journal, null)).filter(
        ({ entry, position }) => entry.status === 401 && position !== FIRST,
      )
      return steps.filter(({ entry }) => !adopted.has(entry.id))
    },

    /** Notes the requests that are a part of walks. */
    adopt(walks: readonly Walk[]): void {
      if (steps?.length === 0) return
      for (const walk of walks)
        for (const { link, entry } of walk.steps) if (link === 'tokenless') adopted.add(entry.id)
    },

    isAdopted: ({ entry }: Step): boolean => adopted.has(entry.id),
  }
}

function* readSteps(journal: MockControls['journal'], user: number | null): Work<Step[]> {
  const steps: Step[] = []
  for (const slice of slicesOf(journal, user)) {
    for (const entry of slice) {
      const step = readStep(entry)
      if (step) steps.push(step)
      yield
    }
  }
  return steps
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
  // A client that waits as a Retry-After says is not idle.
  const isIdle = (last: Step): boolean =>
    now - last.entry.time >= walkIdle + retryAfterOf(last) || hasEnded(nameOf(last) ?? '')
  const walks = yield* findWalks(steps, {
    issued,
    strays: user === null ? [] : yield* strays.read(),
    isIdle: (last) => !live || isIdle(last),
  })
  if (user !== null) strays.adopt(walks)
  return { user, walks, requests: steps.length, forgotten, ...(yield* judge(walks)) }
}
