// On and on after the end.

import { firstOf, lastOf, servedOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { afterEnd, knownBeyond } from './beyond.ts'
import { sizeBeyond } from './page-size-ignored.ts'
import { nameOfPosition, repetitions, stopOf } from './reading.ts'
import type { LintRule, Session } from './rule.ts'
import { TIMES } from './same-page-again.ts'
import { counted } from './words.ts'

export const endlessWalk: LintRule = {
  id: 'endless-walk',
  severity: 'error',
  why: 'The end of a list is a null next_page_url or next_cursor; a client that does not check this never stops.',
  fix: 'End the loop when next_page_url or next_cursor is null.',
  unless: 'Whoever walks a list to its end time and again, to keep up with it, is not accused.',
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
    if (sizeBeyond(walk)) return undefined
    const steps = stepsAfterEnd(walk)
    const [step] = steps
    if (step) {
      const end = servedOf(walk).find(({ list }) => list?.next === null)
      return {
        message: `${counted(steps.length, 'request')} came after the end of the list, ${steps.length === 1 ? '' : 'the first '}for ${nameOfPosition(step)}`,
        shown: [
          ...(end ? [{ step: end, note: 'here the next was null' }] : []),
          ...steps.map((shown) => ({ step: shown, note: 'after the end' })),
        ],
      }
    }
    const rounds = roundsBefore(walk, session)
    if (rounds === 0) return undefined
    return {
      message: `after the end of the list the client began at the first page again, ${counted(rounds, 'whole round')} and a part`,
      shown: [
        { step: firstOf(walk), note: 'the last round begins' },
        { step: lastOf(walk), note: 'and stops in the middle' },
      ],
    }
  },
}

export const isEndless = (walk: Walk, session: Session): boolean =>
  stepsAfterEnd(walk).length > 0 || roundsBefore(walk, session) > 0

/** Two pages or more beyond the last, the last one three times, or a cursor made of nothing. */
function stepsAfterEnd(walk: Walk): WalkStep[] {
  const again = repetitions(walk, TIMES).find(([first]) => first?.list?.next === null)
  if (again) return again.slice(1)
  const beyond = afterEnd(walk, knownBeyond(walk))
  return beyond.length > 1 || beyond.some(({ cursor }) => cursor !== null) ? beyond : []
}

const AT_ONCE_MS = 1000

/** Whole rounds through the same list that lead into this one, which stops in the middle. */
function roundsBefore(walk: Walk, { walks, index }: Session): number {
  if (!stopOf(walk)) return 0
  let rounds = 0
  let next = walk
  for (
    let before = walks[index - 1];
    before && isRoundInto(before, next);
    before = walks[index - 1 - rounds]
  ) {
    rounds++
    next = before
  }
  return rounds > 1 ? rounds : 0
}

function isRoundInto(before: Walk, next: Walk): boolean {
  const [first] = before.steps
  const last = lastOf(before)
  const begin = firstOf(next)
  return (
    first?.optionsKey === begin.optionsKey &&
    first.link === 'first' &&
    begin.link === 'first' &&
    last.list?.next === null &&
    before.steps.length > 1 &&
    last.entry.lane === begin.entry.lane &&
    last.entry.id < begin.entry.id &&
    waited(last, begin) < AT_ONCE_MS
  )
}
