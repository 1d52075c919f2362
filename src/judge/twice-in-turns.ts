// Finds clients that request everything twice or more often, each page directly after it came.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, lastOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { isMeanwhile } from './clients.ts'
import { walksAfter, walksAround, walksBefore } from './nearby.ts'
import { areConcurrent, isOnOneLane, isServed, nextsOf } from './reading.ts'
import type { Session, Sighting } from './rule.ts'
import { ownAround } from './runs.ts'

const MIN_PAGES = 3

/**
 * Walks of one client whose requests alternate, so that each page comes twice. Two clients may take
 * turns as well over several connections, or over one of a pool, so this is a note there. Walks that a
 * header tells apart are not one client's repetition.
 */
export function twiceInTurns(walk: Walk, session: Session): Sighting | undefined {
  if (walk.served.length < MIN_PAGES || firstOf(walk).position !== FIRST) return undefined
  if (walksBefore(session.alike, session.indexAlike).some((other) => areInTurnsOn(other, walk)))
    return undefined
  const later = walksAfter(session.alike, session.indexAlike)
  const shown = onOneLine(walk, later) ?? inTwoWalks(walk, later, session)
  if (!shown) return undefined
  const times = shown.filter(({ position }) => position === FIRST).length
  const isOne =
    isKnown(shown) &&
    areOverOne(shown) &&
    !isReadOnce(shown, session) &&
    (times > 2 || (!isBesideMany(shown, walk, session) && areSpeltAlike(shown)))
  return {
    message: `every page was requested ${times === 2 ? 'twice' : `${times} times`} in a row, each time with success${isOne ? '' : ': one client may do so, or several in step'}`,
    shown: shown.map((step) => ({ step })),
    severity: isOne ? 'warning' : 'note',
  }
}

/**
 * Whether walks at the same time came over several other connections, or one that is no part of the
 * repetition over this one. The connection may then be one of a pool.
 */
function isBesideMany(shown: readonly WalkStep[], walk: Walk, session: Session): boolean {
  const repeated = new Set(shown)
  const lines = new Set<number>()
  for (const other of walksAround(session.walks, session.index))
    for (const step of isMeanwhile(walk, other) ? other.steps : [])
      if (!repeated.has(step)) lines.add(step.line)
  return lines.size > 1 || lines.has(shown[0]?.line ?? 0)
}

/** Whether each page was requested in the same words each time, as one client does. */
const areSpeltAlike = (shown: readonly WalkStep[]): boolean =>
  [...Map.groupBy(shown, ({ position }) => position).values()].every(
    (steps) => new Set(steps.map(({ query }) => query)).size === 1,
  )

/**
 * Whether another walk over the same connection read a list once. The connection may then be shared:
 * a client that requests everything twice does so each time.
 */
function isReadOnce(shown: readonly WalkStep[], { alike, indexAlike }: Session): boolean {
  const repeated = new Set(shown)
  const near = walksAround(alike, indexAlike).filter(({ steps }) =>
    steps.every((step) => step.line === shown[0]?.line && !repeated.has(step)),
  )
  return near.some(
    (walk) =>
      walk.served.length >= MIN_PAGES &&
      near.every((other) => other === walk || !areInTurns(walk, other)),
  )
}

/** The requests of a walk and of another one that certainly has the same client. */
function inTwoWalks(walk: Walk, later: readonly Walk[], session: Session): WalkStep[] | undefined {
  const twins = later.filter((other) => areInTurns(walk, other))
  if (twins.length === 0 || !isOnOneLane(walk)) return undefined
  const own = ownAround(walk, session)
  const twin = twins.find((other) => own.includes(other))
  if (!twin || !own.includes(walk) || areTold(walk, twin)) return undefined
  const served = inOrder([...walk.served, ...twin.served])
  const isAlone = !areConcurrent(walksAround(session.alike, session.indexAlike))
  return isAlone || areOverOne(served) ? served : undefined
}

/**
 * The requests over the connection with which a walk began, if each page came over it equally often
 * in a row, and then the next one. Walks of identical clients may have taken them for each other's.
 */
function onOneLine(walk: Walk, later: readonly Walk[]): WalkStep[] | undefined {
  const { line } = firstOf(walk)
  const end = lastOf(walk).entry.id
  const twin = later.find((other) => firstOf(other).line === line && other.id < end)
  if (line === 0 || !twin || areTold(walk, twin)) return undefined
  const steps = inOrder([walk, ...later].flatMap((one) => one.steps)).filter(
    (step) => step.line === line,
  )
  const served = steps.filter(isServed)
  const begun = firstRequests(steps)
  const times = served.findIndex(({ position }) => position !== FIRST)
  const isEqual = served.every((step, index) => {
    const { position } = step
    const before = served[index - times]
    const isOffered = before === undefined || nextsOf(before).includes(position)
    // A client that requests everything twice has both answers before it goes on.
    const isSecond = index % times === times - 1
    if (isSecond && !isBefore(step, begun.get(served[index + 1]?.position ?? ''))) return false
    return isOffered && position === served[index - (index % times)]?.position
  })
  const pages = new Set(served.map(({ position }) => position)).size
  const isOften = times > 1 && isEqual && served.length === times * pages
  return isOften && pages >= MIN_PAGES && areOverOne(served) ? served : undefined
}

/** Whether two walks over the connection with which they began had turns. */
const areInTurnsOn = (one: Walk, other: Walk): boolean =>
  firstOf(other).line !== 0 &&
  firstOf(one).line === firstOf(other).line &&
  isMeanwhile(one, other) &&
  areInTurns(one, other)

/** Whether the connections are known. Requests within a process have none. */
const isKnown = ([first]: readonly WalkStep[]): boolean => first?.entry.connection !== 0

/** Whether all requests came over one connection. Two clients in step may seem to be one line. */
const areOverOne = (steps: readonly WalkStep[]): boolean =>
  steps.every(({ entry }) => entry.connection === steps[0]?.entry.connection)

const inOrder = (steps: readonly WalkStep[]): WalkStep[] =>
  steps.toSorted((a, b) => a.entry.id - b.entry.id)

/** Whether a header, the same in all requests of a walk, tells two walks apart. */
function areTold(one: Walk, other: Walk): boolean {
  const [name, otherName] = [headerOf(one), headerOf(other)]
  return name !== null && otherName !== null && name !== otherName
}

/** The correlation of all requests of a walk; null if some have another one, or none. */
function headerOf(walk: Walk): string | null {
  const { correlation } = firstOf(walk).entry
  return walk.steps.every(({ entry }) => entry.correlation === correlation) ? correlation : null
}

/** Whether both walks have the same pages, and both got a page before one requested the next. */
function areInTurns(walk: Walk, twin: Walk): boolean {
  const [one, other] = [walk.served, twin.served]
  if (one.length !== other.length) return false
  const [begun, begunByTwin] = [firstRequestsOf(walk), firstRequestsOf(twin)]
  return one.every((step, index) => {
    const next = one[index + 1]?.position ?? ''
    return (
      other[index]?.position === step.position &&
      isBefore(other[index], begun.get(next)) &&
      isBefore(step, begunByTwin.get(next))
    )
  })
}

const isBefore = (step: WalkStep | undefined, next: number | undefined): boolean =>
  next === undefined || (step?.entry.id ?? Infinity) < next

const known = new WeakMap<Walk, ReadonlyMap<string, number>>()

function firstRequestsOf(walk: Walk): ReadonlyMap<string, number> {
  const ids = known.get(walk) ?? firstRequests(walk.steps)
  known.set(walk, ids)
  return ids
}

/** By position: the id of the first request for it, whatever the answer was. */
function firstRequests(steps: readonly WalkStep[]): ReadonlyMap<string, number> {
  const ids = new Map<string, number>()
  for (const { position, entry } of steps) if (!ids.has(position)) ids.set(position, entry.id)
  return ids
}
