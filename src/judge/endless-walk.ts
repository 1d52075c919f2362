// Rule: the client went on after the end of the list.

import { firstOf, lastOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { hasEndedTwice, isFetchedTooOften } from './crowd.ts'
import { hasRepeated, isDoubling } from './in-crowd.ts'
import { isOnlyFirst } from './lists.ts'
import { linesUsedAgain, mixedWith, readersWith } from './own-line.ts'
import { isEachAsOften } from './page-counts.ts'
import { nameOfPage } from './reading.ts'
import { beginsAgain } from './restarts.ts'
import { allRoundsBefore, roundsBefore } from './rounds.ts'
import { areOneByOne, mayBeOfOthers } from './round-pace.ts'
import type { LintRule, Session, Sighting } from './rule.ts'
import { emptyCursorAfter, emptyCursorsAfterEnds, isEmptyCursor } from './empty-cursor.ts'
import { endTwice } from './end-twice.ts'
import { symptomsOf } from './symptoms.ts'
import { counted, missingValueIn } from './words.ts'

export const endlessWalk: LintRule = {
  id: 'endless-walk',
  severity: 'error',
  why: 'The end of a list is a null next_page_url or next_cursor; a client that does not check this never stops.',
  fix: 'End the loop when next_page_url or next_cursor is null.',
  unless:
    'A client that walks a list to its end again and again, to keep up with it, has no finding.',
  explainedBy: ['page-size-ignored', 'cursor-not-issued', 'filters-lost'],
  wrong: `
    // "There will never be more than ten pages."
    for (let page = 1; page <= 10; page++) {
      const { data } = await get({ page })
      rows.push(...data)
    }
  `,
  right: `
    let body
    for (let page = 1; body?.next_page_url !== null; page++) {
      body = await get({ page })
      rows.push(...body.data)
    }
  `,
  find(walk, session) {
    if (hasRepeated(walk) && isDoubling(session)) return undefined
    const steps = symptomsOf(walk).afterEnd
    const [step] = steps
    const crowd = mixedWith(walk, session)
    const isOfCrowd =
      crowd.length > 1 &&
      step?.list?.next === null &&
      step.link !== 'beyond' &&
      !isFetchedTooOften(step, crowd)
    if (step && !isOfCrowd) {
      const end = walk.served.find(({ list }) => list?.next === null)
      const later = end === undefined ? steps : walk.steps.slice(walk.steps.indexOf(end) + 1)
      return {
        message: `${counted(later.length, 'request')} came after the end of the list, ${later.length === 1 ? '' : 'the first '}for ${nameOfPage(step)}${nothingIn(step)}${step.position === end?.position ? ', the last page again' : ''}`,
        shown: [
          ...(end ? [{ step: end, note: 'here the next was null', isContext: true }] : []),
          ...steps.map((shown) => ({ step: shown, note: noteOf(shown) })),
        ],
        ...(isWatching(walk, steps) && { severity: 'note' }),
      }
    }
    const within = isEachAsOften(session.everyone) ? undefined : roundsWithin(walk)
    if (within) return within
    const [end, again] = emptyCursorAfter(walk, session) ?? []
    if (end && again)
      return {
        message:
          'after the end of the list the client began at the first page again, with an empty cursor: the null at the end was sent as an empty text',
        shown: [
          { step: end, note: 'here the next was null', isContext: true },
          { step: again, note: 'cursor= is the first page' },
        ],
      }
    const begun = emptyCursorsAfterEnds(walk, session)
    if (begun.length > 0)
      return {
        message: `after the end of the list a client began at the first page again, with an empty cursor, ${counted(begun.length / 2, 'time')}: the null at the end was sent as an empty text`,
        shown: begun.map((shown) => ({ step: shown, isContext: !isEmptyCursor(shown) })),
      }
    const twice = endTwice(walk, session)
    if (twice) return twice
    const rounds = allRoundsBefore(walk, session)
    if (
      rounds.length === 0 ||
      !hasEndedTwice(readersWith(walk, session)) ||
      beginsAgain(walk, session)
    )
      return undefined
    if (crowd.length > 1 && !isCrowdOfRounds(session)) return undefined
    if (mayBeOfOthers(rounds, walk, session)) return undefined
    return {
      message: `after the end of the list the client began at the first page again, ${counted(rounds.length, 'whole round')} and a part`,
      shown: [
        { step: firstOf(walk), note: 'the last round begins' },
        { step: lastOf(walk), note: 'the last round stops here' },
      ],
      ...(areOneByOne(rounds, walk) && { severity: 'note' }),
    }
  },
}

/** The least wait of a client that watches a page, and how much longer it is than between pages. */
const LEAST_WATCH_MS = 25
const SLOWER = 2

/** Whether a client requested the last page again and again with waits that it had not before. */
function isWatching({ steps, served }: Walk, again: readonly WalkStep[]): boolean {
  const waitBefore = (step: WalkStep): number => {
    const before = steps[steps.indexOf(step) - 1]
    return before === undefined ? Infinity : waited(before, step)
  }
  const end = served.find(({ list }) => list?.next === null)
  // A busy machine makes some waits longer, so the shorter ones are the client's pace.
  const waits = served.filter(({ link }) => link === 'next').map(waitBefore)
  const pace = waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 4)] ?? 0
  const least = Math.min(...again.map(waitBefore))
  return (
    again.every(({ position }) => position === end?.position) &&
    least >= Math.max(LEAST_WATCH_MS, SLOWER * pace)
  )
}

const noteOf = ({ page, lastPage }: WalkStep): string =>
  page !== null && lastPage !== null && page > lastPage
    ? `beyond the last page, ${lastPage}`
    : 'after the end'

/** Whether all walks of a crowd are rounds or parts of rounds. Else the part may be another's. */
const isCrowdOfRounds = (session: Session): boolean =>
  session.crowd.every(
    (walk) =>
      walk.served.at(-1)?.list?.next === null ||
      ((symptomsOf(walk).stop !== undefined || isOnlyFirst(walk)) &&
        roundsBefore(walk, { ...session, index: session.indexOf(walk) }) > 0),
  )

const MIN_ROUNDS = 2

/** A walk that went from its end to a page that it had before, again and again. */
function roundsWithin(walk: Walk): Sighting | undefined {
  const { served, paginator } = walk
  const link = paginator === 'cursor' ? 'resumed' : 'page'
  if (!walk.steps.some((step) => step.link === link)) return undefined
  const begins = new Set(
    symptomsOf(walk).attempts.flatMap((run) => (run[0]?.link === link ? run : [])),
  )
  const again = linesUsedAgain(walk)
  const seen = new Set<string>()
  const begun = served.filter((step, index) => {
    const isKnown = seen.has(step.position)
    seen.add(step.position)
    const before = served[index - 1]
    return (
      isKnown &&
      begins.has(step) &&
      before?.list?.next === null &&
      !(before.line !== step.line && again.has(before.line) && again.has(step.line)) &&
      isFollowed(step, served.slice(index + 1, index + 3))
    )
  })
  const [first] = begun
  if (!first || begun.length < (first.page === 2 ? 1 : MIN_ROUNDS)) return undefined
  const times =
    begun.length === 1
      ? ': it was a further round'
      : `, ${counted(begun.length, 'time')}: each time it was a further round`
  return {
    message: `after the end of the list the client went on with ${nameOfPage(first)} again${times}`,
    shown: begun.map((step) => ({ step, note: 'a further round begins' })),
  }
}

/** Whether a round by page goes on with two further pages. By cursor the cursor shows it. */
const isFollowed = ({ page, list }: WalkStep, [next, second]: readonly WalkStep[]): boolean =>
  page === null || (next?.position === list?.next && second?.position === next?.list?.next)

/** A remark about a cursor such as `null` or `undefined`; empty for other cursors. */
function nothingIn({ cursor }: WalkStep): string {
  if (cursor === null) return ''
  const missing = missingValueIn(cursor)
  return missing === undefined ? '' : `: ${missing} was put into the URL`
}
