// Clients, as far as the connections of walks tell them apart.

import { firstOf, lastOf, type Walk } from '../walks/walk.ts'

export type Clients = ReturnType<typeof createClients>

/**
 * Connections that brought requests of one walk are one client's, and so are those of walks that share a connection. Clients are
 * two where both kept their connections, shared none and were under way at the same time.
 */
export function createClients(walks: readonly Walk[]) {
  const parents = new Map<number, number>()
  const uses = new Map<number, number>()
  const keeping = new Set<number>()
  for (const walk of walks) unite(walk)
  for (const [connection, count] of uses) if (count > 1) keeping.add(rootOf(connection))
  return {
    /** Whether two walks are certainly of two clients. */
    areApart(one: Walk, other: Walk): boolean {
      if (!isMeanwhile(one, other)) return false
      const [root, otherRoot] = [one, other].map(clientOf)
      return (
        root !== undefined &&
        otherRoot !== undefined &&
        root !== otherRoot &&
        keeping.has(root) &&
        keeping.has(otherRoot)
      )
    },
  }

  function unite({ steps }: Walk): void {
    let first: number | undefined
    for (const { entry, link } of steps) {
      const { connection } = entry
      if (connection === 0 || link === 'tokenless') continue
      uses.set(connection, (uses.get(connection) ?? 0) + 1)
      if (first === undefined) first = connection
      else parents.set(rootOf(connection), rootOf(first))
    }
  }

  function rootOf(connection: number): number {
    let root = connection
    for (let parent = parents.get(root); parent !== undefined && parent !== root;) {
      root = parent
      parent = parents.get(root)
    }
    return root
  }

  function clientOf(walk: Walk): number | undefined {
    const { connection } = firstOf(walk).entry
    return connection === 0 ? undefined : rootOf(connection)
  }
}

export const isMeanwhile = (walk: Walk, other: Walk): boolean =>
  firstOf(other).entry.id < lastOf(walk).entry.id && firstOf(walk).entry.id < lastOf(other).entry.id

/** The walk that the client of another one made next, as far as connections tell; `walks` in their order. */
export function nextOf(walk: Walk, walks: readonly Walk[], index: number): Walk | undefined {
  const later = walks
    .slice(index + 1, index + 1 + NEAR)
    .filter((other) => firstOf(other).entry.id > lastOf(walk).entry.id)
  return (
    later.find((other) => isOnConnection(walk, other)) ??
    later.find((other) => isOnUsed(walk, other)) ??
    later.find((other) => isOnLane(walk, other))
  )
}

/** The walk that the client of another one made before. */
export function previousOf(walk: Walk, walks: readonly Walk[], index: number): Walk | undefined {
  const earlier = walks
    .slice(Math.max(0, index - NEAR), index)
    .filter((other) => lastOf(other).entry.id < firstOf(walk).entry.id)
  return (
    earlier.findLast((other) => isOnConnection(other, walk)) ??
    earlier.findLast((other) => isOnUsed(other, walk)) ??
    earlier.findLast((other) => isOnLane(other, walk))
  )
}

/** How many walks on or back. */
const NEAR = 16

const isOnLane = (walk: Walk, next: Walk): boolean =>
  lastOf(walk).entry.lane === firstOf(next).entry.lane

function isOnConnection(walk: Walk, next: Walk): boolean {
  const { connection } = firstOf(next).entry
  return connection !== 0 && lastOf(walk).entry.connection === connection
}

/** A client that waits for each answer takes turns between two connections. */
function isOnUsed(walk: Walk, next: Walk): boolean {
  const { connection } = firstOf(next).entry
  return connection !== 0 && walk.steps.some(({ entry }) => entry.connection === connection)
}
