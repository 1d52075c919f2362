// Finds pages that clients at the same time left out, by how often each page came.

import type { Walk } from '../walks/walk.ts'
import { racedIn, stridesIn } from './fetched-seldom.ts'
import { around, namesOf } from './missing-pages.ts'
import { knownLastPage } from './reading.ts'
import type { Session, Sighting } from './rule.ts'

/** The first walk of a crowd stands for all its walks. */
export function lostInCrowd(walk: Walk, session: Session): Sighting | undefined {
  const { everyone } = session
  if (walk.paginator !== 'page' || everyone[0] !== walk) return undefined
  const raced = racedIn(everyone)
  const left = raced ? raced.seldom : stridesIn(everyone)
  if (left.length === 0) return undefined
  const fewer = `${namesOf(left)} of ${knownLastPage(walk)} came less often than page 1`
  return {
    message: raced
      ? `${fewer}, and ${namesOf(raced.often)} more often: perhaps workers share a counter, so that some take the same page and raise it twice`
      : `${fewer}: one of the clients left ${left.length === 1 ? 'it' : 'them'} out`,
    shown: around(walk, left),
  }
}
