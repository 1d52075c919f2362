// Groups requests into walks. Where more than one walk could have made a request, the one is taken whose client did nothing
// wrong by it: identical clients at once then come apart into as many walks as there are clients.

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

/** `prepare`: called before a judgement on a cursor that a token brought. */
export type KnownCursors = Issued & {
  readonly prepare?: (token: number, cursor: string) => Work<void>
}

export type WalkOptions = {
  /** The cursors that are known beyond these steps. */
  readonly issued: KnownCursors
  /** Whether a walk by whom nobody has heard since is over. */
  readonly isIdle: (lastStep: Step) => boolean
  /** Requests without a good token, refused, that may be a part of these walks; the oldest first. */
  readonly strays?: readonly Step[]
}

/** How many walks of a token a request may still belong to, unless a cursor leads to an older one. */
const RECENT = 64
/** The same cursor is given again and again to clients that walk the same list: the last walks that were given it. */
const GIVEN = 16

/** Steps of one user, the oldest first. */
export function* findWalks(
  steps: readonly Step[],
  { issued, isIdle, strays = [] }: WalkOptions,
): Work<Walk[]> {
  const builders: WalkBuilder[] = []
  /** By token and name: the latest walks. Here and below the latest comes first. */
  const recents = new Map<string, WalkBuilder[]>()
  /** By token, name and cursor: the walks that were given it. */
  const given = new Map<string, WalkBuilder[]>()
  /** By token and cursor: all that were given. */
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

  /** Requests without a good token belong to the walk that they go on with. */
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

  /** Whether the client of a walk may have begun another one by this request. */
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

  /** With a cursor that nobody gave to this client, on the way through a list. */
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

/** Whether a cursor can be one that was given: JSON in base64. */
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
