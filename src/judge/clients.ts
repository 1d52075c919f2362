// Tells clients apart by the connections that their walks used.

import type { Work } from '../clock/turns.ts'
import { areAtOnce, haveTwins } from '../walks/at-once.ts'
import { firstOf, lastOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { walksAround, walksBefore } from './nearby.ts'

/** Other work may have a turn after so many requests. */
const TOGETHER = 64

export type Clients =
  ReturnType<typeof createClients> extends Generator<unknown, infer Result> ? Result : never

/**
 * All connections of one walk belong to one client. Walks that share a connection have one client.
 * Two clients are certainly different when three things hold: each reused a connection,
 * they shared none, and their walks overlap in time.
 */
export function* createClients(walks: readonly Walk[]) {
  const parents = new Map<number, number>()
  const uses = new Map<number, number>()
  const keeping = new Set<number>()
  let seen = 0
  for (const walk of walks) yield* unite(walk)
  for (const [line, count] of uses) if (count > 1) keeping.add(rootOf(line))
  return {
    /** Whether two walks certainly belong to two different clients. */
    areApart: (one: Walk, other: Walk): boolean =>
      isMeanwhile(one, other) &&
      leaves(one, other) &&
      leaves(other, one) &&
      !(haveTwins(one.steps, other.steps) && !areAtOnce(one.steps, other.steps)),
    leaves,
  }

  /** Whether the client of a walk keeps connections, and another walk began over none of them. */
  function leaves(walk: Walk, other: Walk): boolean {
    const root = clientOf(walk)
    const otherRoot = clientOf(other)
    return root !== undefined && otherRoot !== undefined && root !== otherRoot && keeping.has(root)
  }

  function* unite({ steps }: Walk): Work<void> {
    let first: number | undefined
    for (const { line, link } of steps) {
      if (++seen % TOGETHER === 0) yield
      if (line === 0 || link === 'tokenless') continue
      uses.set(line, (uses.get(line) ?? 0) + 1)
      if (first === undefined) first = line
      else parents.set(rootOf(line), rootOf(first))
    }
  }

  function rootOf(line: number): number {
    let root = line
    for (let parent = parents.get(root); parent !== undefined && parent !== root;) {
      root = parent
      parent = parents.get(root)
    }
    return root
  }

  function clientOf(walk: Walk): number | undefined {
    const { line } = firstOf(walk)
    return line === 0 ? undefined : rootOf(line)
  }
}

export const isMeanwhile = (walk: Walk, other: Walk): boolean =>
  firstOf(other).entry.id < lastOf(walk).entry.id && firstOf(walk).entry.id < lastOf(other).entry.id

/** The next walk of the same client, as far as connections show it. */
export function nextOf(walk: Walk, { walks, index, clients }: WalksAround): Walk | undefined {
  const near = walksAround(walks, index)
  const later = near.filter((other) => firstOf(other).entry.id > lastOf(walk).entry.id)
  return (
    later.find((other) => isUserBefore(walk, other, near)) ??
    later.find((other) => latestUse(walk, firstOf(other)) > 0) ??
    later.find((other) => isOnLane(walk, other) && !clients.leaves(walk, other))
  )
}

/** All walks of a token in the order of their beginning, and the position of one in them. */
type WalksAround = {
  readonly walks: readonly Walk[]
  readonly index: number
  readonly clients: Clients
}

/** The previous walk of the same client, among the walks for which `isFit` is true. */
export function previousOf(
  walk: Walk,
  { walks, index, clients }: WalksAround,
  isFit: (earlier: Walk) => boolean,
): Walk | undefined {
  const earlier = walksBefore(walks, index).filter(
    (other) => lastOf(other).entry.id < firstOf(walk).entry.id && isFit(other),
  )
  return (
    userBefore(walk, earlier) ??
    earlier.findLast((other) => isOnLane(other, walk) && !clients.leaves(other, walk))
  )
}

const isOnLane = (walk: Walk, next: Walk): boolean =>
  lastOf(walk).entry.lane === firstOf(next).entry.lane

/** Whether `walk` was the last of `walks` to use the connection over which `next` begins. */
function isUserBefore(walk: Walk, next: Walk, walks: readonly Walk[]): boolean {
  const use = latestUse(walk, firstOf(next))
  return use > 0 && walks.every((other) => other === next || latestUse(other, firstOf(next)) <= use)
}

/** Whether one of `walks` used the connection over which `next` begins after `step`. */
export const wasUsedAfter = (step: WalkStep, next: Walk, walks: readonly Walk[]): boolean =>
  walks.some((other) => other !== next && latestUse(other, firstOf(next)) > step.entry.id)

/** The walk of `others` that was the last to use the connection over which `walk` begins. */
function userBefore(walk: Walk, others: readonly Walk[]): Walk | undefined {
  let user: Walk | undefined
  let latest = 0
  for (const other of others) {
    const use = other === walk ? 0 : latestUse(other, firstOf(walk))
    if (use > latest) [user, latest] = [other, use]
  }
  return user
}

/** The id of the walk's last request before the given step over the step's line; 0 for none. */
const latestUse = ({ steps }: Walk, { line, entry: { id } }: WalkStep): number =>
  line === 0
    ? 0
    : (steps.findLast((step) => step.line === line && step.entry.id < id)?.entry.id ?? 0)
