// Groups requests into walks. If a request fits several walks, it belongs to one for which it is no
// mistake. Identical clients at the same time are then separated into one walk for each client.

import type { Work } from '../clock/turns.ts'
import type { Issued } from '../journal/journal.ts'
import { createAhead } from './ahead.ts'
import { type Evidence, evidenceOf, isOnConnectionOf } from './evidence.ts'
import { createWalkBuilder, type WalkBuilder, nameOf } from './walk-builder.ts'
import { isSameClient } from './candidates.ts'
import { type Match, matchOf } from './match.ts'
import { matchCursor } from './match-cursor.ts'
import { matchFirst } from './match-first.ts'
import { matchPage } from './match-page.ts'
import { matchTokenless } from './match-tokenless.ts'
import { givenCursors, FIRST, type Step } from './step.ts'
import type { Link, Walk } from './walk.ts'

/** `prepare` is called before the check of a cursor that a token sent. */
export type KnownCursors = Issued & {
  readonly prepare?: (token: number, cursor: string) => Work<void>
}

export type WalkOptions = {
  /** Knows cursors that were given in answers other than those of the steps. */
  readonly issued: KnownCursors
  /** Whether the last request of a walk is so long ago that the walk is over. */
  readonly isIdle: (lastStep: Step) => boolean
  /** Refused requests without a valid token that may belong to these walks; the oldest first. */
  readonly strays?: readonly Step[]
}

/** The number of latest walks of a token that are searched. A cursor may lead to an older walk. */
const RECENT = 64
/** The number of latest walks that are remembered for a cursor. Walks of one list share cursors. */
const GIVEN = 16

/** Groups the steps of one user, the oldest first, into walks. */
export function* findWalks(
  steps: readonly Step[],
  { issued, isIdle, strays = [] }: WalkOptions,
): Work<Walk[]> {
  const builders: WalkBuilder[] = []
  /** By token and name: the latest walks, the latest first. */
  const recents = new Map<string, WalkBuilder[]>()
  /** By token, name and cursor: the walks that were given the cursor, the latest first. */
  const given = new Map<string, WalkBuilder[]>()
  /** Tokens and the cursors that they were given in these steps. */
  const known = new Set<string>()
  const ahead = yield* createAhead(
    strays.length === 0 ? steps : [...steps, ...strays].toSorted((a, b) => a.entry.id - b.entry.id),
  )
  let stray = 0

  for (const step of steps) {
    adoptBefore(step.entry.id)
    yield* prepare(step)
    const recent = recentOf(step)
    const owners = given.get(`${ownerOf(step)} ${step.position}`) ?? []
    const match = find(step, recent, owners) ?? goOn(step, recent)
    const evidence = match ? evidenceOf(step, match.builder, { recent, owners }) : null
    const builder = match?.builder ?? begin(step, recent)
    builder.add(step, match?.link ?? linkOfStart(step), evidence)
    remember(step, builder)
    yield
  }
  adoptBefore(Infinity)
  const walks: Walk[] = []
  for (const builder of builders) {
    walks.push(builder.toWalk(isOver(builder, isIdle)))
    yield
  }
  return walks

  /** Adds the requests without a valid token that came before `id` to the walks they continue. */
  function adoptBefore(id: number): void {
    for (let step = strays[stray]; step && step.entry.id < id; step = strays[++stray]) {
      const match = matchTokenless(step, [...recents.values()].flat(), { ahead, given })
      match?.builder.add(step, match.link, evidenceOfStray(step, match.builder))
    }
  }

  function* prepare({ cursor, entry: { token } }: Step): Work<void> {
    if (cursor === null || token === null || known.has(`${token} ${cursor}`)) return
    if (issued.prepare) yield* issued.prepare(token, cursor)
  }

  function begin(step: Step, recent: WalkBuilder[]): WalkBuilder {
    const builder = createWalkBuilder(step, ahead.lineOf)
    const users = recent.filter((other) => other.uses.has(ahead.lineOf(step)))
    for (const other of users.length > 0 ? users : recent) if (isLeftFor(other, step)) other.leave()
    builders.push(builder)
    recent.unshift(builder)
    if (recent.length > RECENT) recent.pop()
    return builder
  }

  /** Whether this request may be the first of another walk by the same client. */
  function isLeftFor(builder: WalkBuilder, step: Step): boolean {
    const isOwn = builder.uses.has(ahead.lineOf(step))
    return isSameClient(builder, step) && (isOwn || !ahead.isKept(builder, step))
  }

  function recentOf(step: Step): WalkBuilder[] {
    const key = ownerOf(step)
    const recent = recents.get(key) ?? []
    recents.set(key, recent)
    return recent
  }

  function find(
    step: Step,
    recent: readonly WalkBuilder[],
    owners: readonly WalkBuilder[],
  ): Match | undefined {
    if (step.position === FIRST) return matchFirst(step, recent, ahead)
    if (step.paginator === 'page') return matchPage(step, recent, ahead)
    return matchCursor(step, recent, { owners, ahead })
  }

  /** The unfinished walk of the client, for a request with a cursor that it was not given. */
  function goOn(step: Step, recent: readonly WalkBuilder[]): Match | undefined {
    const link = linkOfStart(step)
    if (link !== 'foreign' && link !== 'unknown') return undefined
    const goingOn = recent.find(
      (builder) => isSameClient(builder, step) && builder.last()?.list?.next !== null,
    )
    return matchOf(goingOn, link)
  }

  function linkOfStart(step: Step): Link {
    const { user, token } = step.entry
    const { cursor } = step
    if (cursor === null) return step.position === FIRST ? 'first' : 'resumed'
    if (
      user === null ||
      token === null ||
      known.has(`${token} ${cursor}`) ||
      issued.has(user, token, cursor)
    )
      return 'resumed'
    if (issued.isForeign(token, cursor)) return 'foreign'
    return issued.isWhole(user, token) || !isWellFormed(cursor) ? 'unknown' : 'resumed'
  }

  function remember(step: Step, builder: WalkBuilder): void {
    for (const cursor of givenCursors(step.list)) {
      known.add(`${step.entry.token} ${cursor}`)
      const key = `${ownerOf(step)} ${cursor}`
      const others = (given.get(key) ?? []).filter((other) => other !== builder)
      given.set(key, [builder, ...others].slice(0, GIVEN))
    }
  }
}

const evidenceOfStray = (step: Step, builder: WalkBuilder): Evidence =>
  isOnConnectionOf(builder, step)
    ? 'connection'
    : step.cursor === null
      ? 'only one that could'
      : 'cursor'

const ownerOf = (step: Step): string => `${step.entry.token} ${nameOf(step) ?? ''}`

/** Whether a cursor has the form of those that the API gives: JSON in base64. */
const isWellFormed = (cursor: string): boolean =>
  /^[\w-]+$/.test(cursor) && Buffer.from(cursor, 'base64url').toString().startsWith('{"')

function isOver(builder: WalkBuilder, isIdle: (lastStep: Step) => boolean): boolean {
  const lastStep = builder.lastStep()
  const last = builder.last()
  return (
    lastStep === undefined ||
    (last?.list?.next === null && builder.failing.size === 0) ||
    isIdle(lastStep)
  )
}
