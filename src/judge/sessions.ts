// A session: the walks of one token, with all that rules look up around a walk.

import type { Work } from '../clock/turns.ts'
import { firstOf, type Walk } from '../walks/walk.ts'
import { createClients } from './clients.ts'
import { createCrowds, type Crowds } from './crowd.ts'
import { createLists } from './lists.ts'
import type { Session } from './rule.ts'
import { symptomsOf } from './symptoms.ts'

/** Other work may have a turn after so many walks, each of which takes less than a microsecond. */
const TOGETHER = 64

/** Returns a function that gives the session of a walk of one token. `index`: that in `walks`. */
export function* createSessions(
  walks: readonly Walk[],
): Work<(walk: Walk, index: number) => Session> {
  const clients = yield* createClients(walks)
  const lists = yield* createLists(walks)
  const indexOf = yield* createIndex(walks)
  const groups = new Map<string, Group>()
  for (const [key, alike] of Map.groupBy(walks, keyOf)) {
    const crowdsOf = yield* createCrowds(alike, clients)
    groups.set(key, { alike, crowdsOf, indexOf: yield* createIndex(alike) })
  }
  for (const walk of walks) {
    // The symptoms are kept. Otherwise a rule that compares walks would observe all at once.
    symptomsOf(walk)
    yield
  }
  return (walk, index) => {
    const group = groups.get(keyOf(walk))
    let crowds: Crowds | undefined
    const crowdsOf = (): Crowds =>
      (crowds ??= group?.crowdsOf(walk) ?? { crowd: [walk], everyone: [walk] })
    return {
      walks,
      index,
      indexOf,
      alike: group?.alike ?? [],
      indexAlike: group?.indexOf(walk) ?? -1,
      clients,
      lists,
      get crowd() {
        return crowdsOf().crowd
      },
      get everyone() {
        return crowdsOf().everyone
      },
    }
  }
}

/** The walks through the same list with the same per_page. */
type Group = {
  readonly alike: readonly Walk[]
  readonly crowdsOf: (walk: Walk) => Crowds
  readonly indexOf: (walk: Walk) => number
}

const keyOf = (walk: Walk): string => firstOf(walk).optionsKey

/** Returns a function that finds the index of a walk, as `walks.indexOf` does but at once. */
function* createIndex(walks: readonly Walk[]): Work<(walk: Walk) => number> {
  const indexes = new Map<Walk, number>()
  for (const [index, walk] of walks.entries()) {
    indexes.set(walk, index)
    if (index % TOGETHER === 0) yield
  }
  return (walk) => indexes.get(walk) ?? -1
}
