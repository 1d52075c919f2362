// Finds walks that began in the middle of a list.

import { firstOf, lastOf, type Walk } from '../walks/walk.ts'
import { previousOf } from './clients.ts'
import { isBroken, knownLastPage } from './reading.ts'
import type { Session, Sighting } from './rule.ts'
import { symptomsOf } from './symptoms.ts'
import { counted } from './words.ts'

/** The first page, at least, with which a walk may have begun where an earlier run stopped. */
const MIN_START = 3

/** A walk that began in the middle of a list of which nobody requested the pages before. */
export function begunLate(walk: Walk, session: Session): Sighting | undefined {
  const first = firstOf(walk)
  const { page, perPage } = first
  if (walk.paginator !== 'page' || page === null || page < MIN_START || !walk.isOver)
    return undefined
  const { pages } = symptomsOf(walk)
  const isInOrder = pages[0] === page && pages.every((one, index) => one === page + index)
  if (first.link !== 'resumed' || !isInOrder || isBroken(walk)) return undefined
  if (session.lists.listOf(walk).lowest < page) return undefined
  const before = previousOf(walk, session, ({ served }) => served.at(-1)?.list?.next === null)
  const end = before && lastOf(before)
  const isCounterKept = (end?.page === page - 1 || end?.page === page) && end.perPage === perPage
  if (pages.length < MIN_ON && !isCounterKept) return undefined
  const hint = isCounterKept
    ? `; the list before ended with page ${end.page}, so perhaps the counter was not set back to 1`
    : ''
  const last = knownLastPage(walk)
  const beginning =
    last < page
      ? `page ${page}, but the list has only ${counted(last, 'page')}, and page 1 was never`
      : `page ${page} of ${last}, and pages 1 ${page === MIN_START ? 'and' : 'to'} ${page - 1} were never`
  return {
    message: `the walk began at ${beginning} requested${hint}`,
    shown: [
      ...(isCounterKept
        ? [{ step: end, note: 'the last page of the list before', isContext: true }]
        : []),
      { step: first, note: `nothing before page ${page} was requested` },
    ],
    severity: isCounterKept ? 'warning' : 'note',
  }
}

/** So many pages in a row are a walk and no look at one page. */
const MIN_ON = 2
