// A walk as a row of marks: a box for each request, gaps where pages were left out, and folds where nothing new happens.

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

/** How a request belongs to those before it; `page` for all that went on as it should. */
export type Kind = 'page' | 'failed' | Exclude<Step['link'], 'first' | 'next' | 'page'>

export type Box = {
  readonly type: 'box'
  readonly kind: Kind
  readonly step: Step
  /** The page's number; by cursor, its place in the order. */
  readonly label: string
  readonly direction: 'on' | 'back' | 'again'
  /** How much of a page came: 0 to 1. */
  readonly fill: number
}

/** `open`: nothing is missing yet. */
export type Gap = { readonly type: 'gap'; readonly kind: 'missing' | 'open'; readonly text: string }

/** `text`: what is folded, as "pages 4–96"; `requests`: how many these are. */
export type Fold = {
  readonly type: 'fold'
  readonly kind: Kind | 'mixed'
  readonly text: string
  readonly requests: number
  readonly marks: readonly Mark[]
}

export type Mark = Box | Gap | Fold

/** Runs of boxes of a kind that are longer than this are folded, but for their ends. */
const LONGEST_RUN = 8
const KEPT_OF_RUN = 2
/** A drawing that cannot be folded by kind is cut in its middle. */
const MOST_MARKS = 48
const KEPT_OF_MARKS = 20

/** In the order of the requests. */
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

/** Pages by their number; cursors by where they lead, as far as that is known, else 0. */
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

/** The visible part of a drawing of which some folds are open; `unfolded`: their keys. */
export const expand = (marks: readonly Mark[], unfolded: ReadonlySet<string>): Mark[] =>
  marks.flatMap((mark) =>
    mark.type === 'fold' && unfolded.has(keyOf(mark)) ? expand(mark.marks, unfolded) : [mark],
  )

/** Stays the same while a walk goes on. */
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

/** The rows that are missing after the last request. */
function endOf(walk: WalkView): Gap | undefined {
  const further = walk.requests - walk.steps.length
  if (further > 0) return toGap(`${counted(further, 'request')} more`, 'open')
  if (walk.verdict === 'open') return toGap('still going on', 'open')
  const unrequested = unrequestedOf(walk)
  // A client that wants one page only has missed nothing.
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

/** "pages 4–96", "page 1" */
function spanOf(boxes: readonly Box[]): string {
  const labels = boxes.map(({ label }) => Number(label)).filter((label) => label > 0)
  return labels.length === 0
    ? 'places unknown'
    : rangeText({ from: Math.min(...labels), to: Math.max(...labels) })
}
