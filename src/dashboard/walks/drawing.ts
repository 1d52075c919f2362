// Turns a walk into a row of marks: a box for each request, a gap for skipped pages, and a fold for
// a long run of requests.

import type { WalkView } from '../../client/wire.ts'
import { counted, toCount } from '../widgets/format.ts'
import {
  failuresOf,
  positionOf,
  type Range,
  sizeOf,
  skipsOf,
  type Step,
  unrequestedOf,
} from './course.ts'
import { rangeText } from './sentence.ts'

/** The relation of a request to earlier ones. `page`: the expected next page. */
export type Kind = 'page' | 'failed' | Exclude<Step['link'], 'first' | 'next' | 'page'>

export type Box = {
  readonly type: 'box'
  readonly kind: Kind
  readonly step: Step
  /** The page number. For a cursor, the number of its page counted from 1; `?` when unknown. */
  readonly label: string
  readonly direction: 'on' | 'back' | 'again'
  /** The share of `per_page` rows that the answer brought, from 0 to 1. */
  readonly fill: number
}

/** `missing`: the client left out rows. `open`: the rows may still come, or are not needed. */
export type Gap = { readonly type: 'gap'; readonly kind: 'missing' | 'open'; readonly text: string }

/** `text`: the folded pages, such as "pages 4–96". `requests`: the number of folded requests. */
export type Fold = {
  readonly type: 'fold'
  readonly kind: Kind | 'mixed'
  readonly text: string
  readonly requests: number
  readonly marks: readonly Mark[]
}

export type Mark = Box | Gap | Fold

/** A longer run of boxes of one kind is folded, except KEPT_OF_RUN boxes at each end. */
const LONGEST_RUN = 8
const KEPT_OF_RUN = 2
/** When a folded drawing still has more marks, a fold replaces its middle. */
const MOST_MARKS = 48
const KEPT_OF_MARKS = 20

/** The marks are in the order of the requests. */
export function drawingOf(walk: WalkView): Mark[] {
  const skips = skipsOf(walk)
  const marks: (Box | Gap)[] = []
  for (const [index, box] of boxesOf(walk).entries())
    marks.push(...(skips[index] ?? []).map(toSkip), box)
  const end = endOf(walk)
  return [...cutMiddle(foldRuns(marks)), ...(end === undefined ? [] : [end])]
}

export function boxesOf({ steps, per_page: perPage }: WalkView): Box[] {
  const failures = failuresOf(steps)
  const numbers = numbersOf(steps)
  return steps.map((step, index) => {
    const number = numbers[index] ?? 0
    const before = numbers[index - 1]
    return {
      type: 'box',
      kind: kindOf(step, failures[index] === true),
      step,
      label: number === 0 ? '?' : String(number),
      direction:
        before === number
          ? 'again'
          : step.link === 'previous' || (step.page !== null && number < (before ?? 0))
            ? 'back'
            : 'on',
      fill: Math.min(1, Math.max(0, (step.rows ?? 0) / Math.max(1, perPage))),
    }
  })
}

function kindOf({ link }: Step, isFailed: boolean): Kind {
  if (isFailed) return 'failed'
  return link === 'first' || link === 'next' ? 'page' : link
}

/** The page number of each step. A cursor gets the number of its page, or 0 when it is unknown. */
function numbersOf(steps: readonly Step[]): number[] {
  const known = new Map<string, number>()
  let current = 0
  return steps.map((step) => {
    if (step.page !== null) {
      current = step.page
      return current
    }
    if (step.link === 'unknown' || step.link === 'foreign') return 0
    current =
      known.get(positionOf(step)) ??
      (step.link === 'previous' ? Math.max(1, current - 1) : current + 1)
    known.set(positionOf(step), current)
    return current
  })
}

/** Replaces the open folds by their marks. `unfolded`: the keys of the open folds. */
export const expand = (marks: readonly Mark[], unfolded: ReadonlySet<string>): Mark[] =>
  marks.flatMap((mark) =>
    mark.type === 'fold' && unfolded.has(keyOf(mark)) ? expand(mark.marks, unfolded) : [mark],
  )

/** A key for rendering. It stays the same while the walk gets more requests. */
export function keyOf(mark: Mark): string {
  if (mark.type === 'gap') return mark.text
  return mark.type === 'box'
    ? `box ${mark.step.request}`
    : `fold ${mark.kind} ${boxesIn(mark)[0]?.step.request ?? ''}`
}

const toGap = (text: string, kind: Gap['kind'] = 'missing'): Gap => ({ type: 'gap', kind, text })

const toSkip = (range: Range): Gap => {
  const pages = sizeOf(range)
  return toGap(
    pages === 1
      ? `page ${range.from} skipped`
      : `${toCount(pages)} pages skipped: ${range.from}–${range.to}`,
  )
}

/** The gap after the last request; undefined when nothing is missing there. */
function endOf(walk: WalkView): Gap | undefined {
  const further = walk.requests - walk.steps.length
  if (further > 0) return toGap(`${counted(further, 'request')} more`, 'open')
  if (walk.verdict === 'open') return toGap('still going on', 'open')
  const unrequested = unrequestedOf(walk)
  // A walk of a single page counts as wanted, so the other pages are not missing.
  if (unrequested && walk.verdict === 'single_page')
    return toGap(`${rangeText(unrequested)} not asked for`, 'open')
  if (unrequested) return toGap(`${rangeText(unrequested)} never asked for`)
  const isCutOff =
    walk.paginator === 'cursor' && walk.missed > 0 && walk.steps.at(-1)?.rows === walk.per_page
  return isCutOff ? toGap('stopped here') : undefined
}

function foldRuns(marks: readonly (Box | Gap)[]): Mark[] {
  const folded: Mark[] = []
  let run: Box[] = []
  for (const mark of marks) {
    if (mark.type === 'box' && mark.kind === (run[0]?.kind ?? mark.kind)) run.push(mark)
    else {
      folded.push(...foldRun(run))
      run = mark.type === 'box' ? [mark] : []
      if (mark.type === 'gap') folded.push(mark)
    }
  }
  return [...folded, ...foldRun(run)]
}

function foldRun(run: readonly Box[]): Mark[] {
  const [first] = run
  if (first === undefined || run.length <= LONGEST_RUN) return [...run]
  return [
    ...run.slice(0, KEPT_OF_RUN),
    toFold(first.kind, run.slice(KEPT_OF_RUN, -KEPT_OF_RUN)),
    ...run.slice(-KEPT_OF_RUN),
  ]
}

function cutMiddle(marks: readonly Mark[]): Mark[] {
  if (marks.length <= MOST_MARKS) return [...marks]
  return [
    ...marks.slice(0, KEPT_OF_MARKS),
    toFold('mixed', marks.slice(KEPT_OF_MARKS, -KEPT_OF_MARKS)),
    ...marks.slice(-KEPT_OF_MARKS),
  ]
}

function toFold(kind: Fold['kind'], marks: readonly Mark[]): Fold {
  const boxes = marks.flatMap(boxesIn)
  const gaps = marks.filter(({ type }) => type === 'gap').length
  const text = `${spanOf(boxes)}${gaps === 0 ? '' : `, ${counted(gaps, 'gap')}`}`
  return { type: 'fold', kind, text, requests: boxes.length, marks }
}

export const boxesIn = (mark: Mark): Box[] =>
  mark.type === 'box' ? [mark] : mark.type === 'fold' ? mark.marks.flatMap(boxesIn) : []

/** The pages of the boxes: "pages 4–96" or "page 1". */
function spanOf(boxes: readonly Box[]): string {
  const labels = boxes.map(({ label }) => Number(label)).filter((label) => label > 0)
  return labels.length === 0
    ? 'places unknown'
    : rangeText({ from: Math.min(...labels), to: Math.max(...labels) })
}
