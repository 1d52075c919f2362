// Rule: the client used page numbers and cursors, in one request or one after the other.

import { firstOf, lastOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { isMeanwhile, nextOf, wasUsedAfter } from './clients.ts'
import { walksAround } from './nearby.ts'
import { nameOfPage } from './reading.ts'
import { beginsAgain } from './restarts.ts'
import type { LintRule, Session } from './rule.ts'
import { symptomsOf } from './symptoms.ts'

export const cursorAndPageMixed: LintRule = {
  id: 'cursor-and-page-mixed',
  severity: 'error',
  why: 'Page numbers and cursors are two ways through a list; where both are sent, one is ignored.',
  fix: 'Choose one: follow page numbers from the first page to the last, or cursors.',
  unless:
    'An empty page or cursor beside the other does not count, nor does a first page without a cursor whose next_cursor is followed.',
  wrong: `
    let cursor = ''
    for (let page = 1; cursor !== null; page++) {
      const body = await get({ page, cursor })
      rows.push(...body.data)
      cursor = body.next_cursor
    }
  `,
  right: `
    for (let cursor = ''; cursor !== null;) {
      const body = await get({ cursor })
      rows.push(...body.data)
      cursor = body.next_cursor
    }
  `,
  find(walk, session) {
    const mixed = walk.steps.filter(
      ({ parameters }) => hasValue(parameters.get('cursor')) && hasValue(parameters.get('page')),
    )
    const step = mixed.find(({ answered }) => answered === 'served') ?? mixed[0]
    if (step) {
      const ignored = step.paginator === 'cursor' ? 'page' : 'cursor'
      const lost = step.answered === 'served' ? `, and ${ignored} was ignored` : ''
      return {
        message: `cursor and page=${step.parameters.get('page')} came in one request${lost}`,
        shown: [step, ...mixed.filter((other) => other !== step)].map((shown) => ({ step: shown })),
      }
    }
    const [left, taken] = turnOf(walk, session) ?? []
    if (left && taken) {
      return {
        message: `the walk went by page up to ${nameOfPage(left)}, and on by cursor`,
        shown: [
          { step: left, note: 'the last one by page' },
          { step: taken, note: 'the first one by cursor' },
        ],
      }
    }
    const [stop, next] = switchOf(walk, session) ?? []
    if (!stop || !next) return undefined
    const begun = walk.paginator
    return {
      message: `the walk began by ${begun}, was left at ${nameOfPage(stop)} though more was offered, and began again by ${begun === 'page' ? 'cursor' : 'page'}`,
      shown: [
        { step: stop, note: `the last one by ${begun}` },
        { step: next, note: 'the first one the other way' },
      ],
    }
  },
}

const hasValue = (value: string | null | undefined): boolean =>
  value !== null && value !== undefined

/** The last step by page and the first by cursor, in a walk that changes from pages to cursors. */
function turnOf(walk: Walk, { walks }: Session): WalkStep[] | undefined {
  const served = walk.served
  const turn = served.findIndex(({ cursor }) => cursor !== null)
  const pages = new Set(served.slice(0, Math.max(0, turn)).map(({ page }) => page))
  if (pages.size < 2) return undefined
  const { evidence, line } = served[turn] ?? {}
  const others = walks.filter((other) => other !== walk && isMeanwhile(walk, other))
  // A connection that several clients use in turns tells nothing.
  const isOwnLine = !others.some(({ steps }) => steps.some((step) => step.line === line))
  const isSure =
    evidence === 'cursor' || evidence === 'name' || (evidence === 'connection' && isOwnLine)
  const isGuess = !isSure && others.length > 0
  return isGuess ? undefined : served.slice(turn - 1, turn + 1)
}

const AT_ONCE_MS = 1000
/** The number of later walks that are searched. */
const NEAR = 64

/**
 * The only walk that began at once after this one stopped, if it has the other paginator.
 * Undefined if a client beside it might have made it.
 */
function nextOtherWay(walk: Walk, { walks, index, clients }: Session): Walk | undefined {
  const isOnOne = new Set(walk.steps.map(({ line }) => line)).size === 1
  if (isOnOne) return undefined
  const [next, ...others] = walks.slice(index + 1, index + 1 + NEAR).filter((other) => {
    const wait = waited(lastOf(walk), firstOf(other))
    return firstOf(other).entry.id > lastOf(walk).entry.id && wait < AT_ONCE_MS
  })
  if (!next || others.length > 0 || next.paginator === walk.paginator) return undefined
  const isGuess = walks.some((other) => isMeanwhile(other, walk) && isMeanwhile(other, next))
  return isGuess || clients.leaves(walk, next) ? undefined : next
}

/**
 * The last list of a walk that stopped, and the first step of its client's next walk.
 * Undefined unless the next walk goes through the same list with the other paginator, or if another
 * client may have made the last request, or used the connection of the next walk meanwhile.
 */
function switchOf(walk: Walk, session: Session) {
  const { stop } = symptomsOf(walk)
  const next = stop && (nextOtherWay(walk, session) ?? nextOf(walk, session))
  if (!stop || !next || next.paginator === walk.paginator || next.name !== walk.name)
    return undefined
  if (stop.evidence === 'shape') return undefined
  if (next.steps.every(isUndecided)) return undefined
  if (wasUsedAfter(stop, next, walksAround(session.walks, session.index))) return undefined
  if (beginsAgain(walk, session) || isFarther(firstOf(next), walk)) return undefined
  const isSame = JSON.stringify([...next.options]) === JSON.stringify([...walk.options])
  return isSame ? [stop, firstOf(next)] : undefined
}

/** Whether a request names neither a page nor a cursor: the first page is the same both ways. */
const isUndecided = ({ parameters }: WalkStep): boolean =>
  !parameters.has('page') && !parameters.has('cursor')

/** Whether a page is farther on than the one after a walk's last. Another client came that far. */
const isFarther = ({ page }: WalkStep, walk: Walk): boolean =>
  page !== null && page > symptomsOf(walk).positions.length + 1
