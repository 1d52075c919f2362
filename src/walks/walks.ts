// Groups requests into walks. If a request fits several walks, it belongs to one for which it is no
// mistake. Identical clients at the same time are then separated into one walk for each client.

import type { Work } from '../clock/turns.ts'
import type { Issued } from '../journal/journal.ts'
import { createAhead } from './ahead.ts'
import { evidenceOf, evidenceOfStray, userOf } from './evidence.ts'
import { createWalkBuilder, type WalkBuilder, nameOf } from './walk-builder.ts'
import { closest, isSameClient, isSameList, waitingFor } from './candidates.ts'
import { type Match, matchOf } from './match.ts'
import { matchCursor, NO_CURSOR } from './match-cursor.ts'
import { matchFirst } from './match-first.ts'
import { matchPage } from './match-page.ts'
import { matchTokenless } from './match-tokenless.ts'
import { FIRST } from './list-target.ts'
import { hold, type Holders } from './holders.ts'
import { createRecent, type Recent } from './recent.ts'
import type { Step } from './step.ts'
import { those } from './those.ts'
import type { Link, Walk } from './walk.ts'

/** `prepare` is called before the check of a cursor that a token sent. */
export type KnownCursors = Issued & {
  readonly prepare?: (user: number, token: number, cursor: string) => Work<void>
}

export type WalkOptions = {
  /** Knows cursors that were given in answers other than those of the steps. */
  readonly issued: KnownCursors
  /** Whether the last request of a walk is so long ago that the walk is over. */
  readonly isIdle: (lastStep: Step) => boolean
  /** Refused requests without a valid token that may belong to these walks; the oldest first. */
  readonly strays?: readonly Step[]
  /** The ids of such requests among the steps, for walks of no user. */
  readonly doubtful?: ReadonlySet<number>
}

/** Other work may have a turn after so many requests, which take some microseconds each. */
const TOGETHER = 16

/** Walks that may share requests: those of one token, and of one name. */
type Owner = { readonly token: number | null; readonly recent: Recent; readonly given: Holders }

const NONE: readonly WalkBuilder[] = []

/** Groups the steps of one user, the oldest first, into walks. */
export function* groupSteps(
  steps: readonly Step[],
  { issued, isIdle, strays = [], doubtful, party }: WalkOptions & Pick<Walk, 'party'>,
): Work<Walk[]> {
  const builders: WalkBuilder[] = []
  const owners: Owner[] = []
  /** By token, then by name. */
  const ownersOf = new Map<number | null, Map<string | null, Owner>>()
  const ahead = yield* createAhead(
    strays.length === 0 ? steps : [...steps, ...strays].toSorted((a, b) => a.entry.id - b.entry.id),
  )
  let stray = 0

  for (const [index, step] of steps.entries()) {
    if (index % TOGETHER === 0) yield
    if (stray < strays.length) yield* adoptBefore(step.entry.id)
    const owner = ownerOf(step)
    if (step.cursor !== null && !owner.given.has(step.cursor)) yield* prepare(step)
    const { recent } = owner
    const holders = owner.given.get(step.position) ?? NONE
    const match = find(step, recent, holders) ?? goOn(step, recent)
    const evidence = match
      ? evidenceOf(step, match.builder, { recent: recent.all(), holders })
      : null
    const builder = match?.builder ?? begin(step, recent)
    const link = doubtful?.has(step.entry.id) ? 'tokenless' : (match?.link ?? linkOfStart(step))
    const before = builder.optionsKey()
    builder.add(link === 'foreign' ? withHolder(step) : step, link, evidence)
    if (builder.optionsKey() !== before) recent.sortAgain()
    hold(owner.given, step, builder)
  }
  yield* adoptBefore(Infinity)
  const walks: Walk[] = []
  for (const builder of builders) {
    walks.push(builder.toWalk({ isOver: isOver(builder, isIdle), party }))
    yield
  }
  return walks

  /** Adds the requests without a valid token that came before `id` to the walks they continue. */
  function* adoptBefore(id: number): Work<void> {
    for (let step = strays[stray]; step && step.entry.id < id; step = strays[++stray]) {
      yield
      const match = matchTokenless(step, owners, ahead)
      match?.builder.add(step, match.link, evidenceOfStray(step, match.builder))
    }
  }

  function* prepare({ cursor, entry: { user, token } }: Step): Work<void> {
    if (cursor === null || user === null || token === null || isKnown(token, cursor)) return
    if (issued.prepare) yield* issued.prepare(user, token, cursor)
  }

  function begin(step: Step, recent: Recent): WalkBuilder {
    const builder = createWalkBuilder(step, ahead)
    const line = ahead.lineOf(step)
    const users = those(recent.all(), ({ uses }) => uses.lastOver(line) !== undefined)
    for (const other of users.length > 0 ? users : recent.all())
      if (isLeftFor(other, step)) other.leave()
    builders.push(builder)
    recent.begin(builder)
    return builder
  }

  /** Whether this request may be the first of another walk by the same client. */
  function isLeftFor(builder: WalkBuilder, step: Step): boolean {
    if (!isSameClient(builder, step)) return false
    const isOwn = builder.uses.lastOver(ahead.lineOf(step)) !== undefined
    return isOwn || !ahead.isKept(builder, step)
  }

  function ownerOf(step: Step): Owner {
    const { token } = step.entry
    const name = nameOf(step)
    const known = ownersOf.get(token)?.get(name)
    if (known) return known
    const owner: Owner = { token, recent: createRecent(), given: new Map() }
    owners.push(owner)
    ownersOf.set(token, (ownersOf.get(token) ?? new Map<string | null, Owner>()).set(name, owner))
    return owner
  }

  /** A step with the cursor of another token, and that token. */
  function withHolder(step: Step): Step {
    const { cursor, entry } = step
    const holder =
      cursor === null || entry.token === null ? undefined : issued.otherHolder(entry.token, cursor)
    return holder === undefined ? step : { ...step, holder }
  }

  /** Whether a token was given a cursor in these steps. */
  function isKnown(token: number, cursor: string): boolean {
    for (const owner of owners) if (owner.token === token && owner.given.has(cursor)) return true
    return false
  }

  function find(step: Step, recent: Recent, holders: readonly WalkBuilder[]): Match | undefined {
    if (step.position === FIRST) return matchFirst(step, recent.alike(step.optionsKey), ahead)
    if (step.paginator === 'page') return matchPage(step, recent, ahead)
    return matchCursor(step, recent.all(), { holders, ahead })
  }

  /** The unfinished walk of the client, for a request with a cursor that it was not given. */
  function goOn(step: Step, recent: Recent): Match | undefined {
    const link = linkOfStart(step)
    if (link !== 'foreign' && link !== 'unknown') return undefined
    const able = recent
      .all()
      .filter((builder) => isSameList(builder, step) && builder.last()?.list?.next !== null)
    const byCursor = able.filter((builder) => builder.optionsKey() === step.optionsKey)
    // A client that has no cursor yet may begin so, beside identical ones.
    const isStart = NO_CURSOR.test(step.position)
    const own = isStart ? NONE : able.filter((builder) => isSameClient(builder, step))
    const likely =
      own.find((builder) => byCursor.includes(builder)) ??
      (own.length > 0 ? (closest(step, byCursor, ahead) ?? own[0]) : undefined)
    return matchOf(waitingFor(step, able) ?? userOf(step, able) ?? likely, link)
  }

  function linkOfStart(step: Step): Link {
    const { user, token } = step.entry
    const { cursor } = step
    if (cursor === null) return step.position === FIRST ? 'first' : 'resumed'
    if (
      user === null ||
      token === null ||
      isKnown(token, cursor) ||
      issued.has(user, token, cursor)
    )
      return 'resumed'
    if (issued.otherHolder(token, cursor) !== undefined) return 'foreign'
    return issued.isWhole(user, token) || !isWellFormed(cursor) ? 'unknown' : 'resumed'
  }
}

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
