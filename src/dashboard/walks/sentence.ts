// Explains the verdict of a walk in one sentence.

import type { Verdict, WalkView } from '../../client/wire.ts'
import { counted, toCount } from '../widgets/format.ts'
import {
  failuresOf,
  lastPageOf,
  leavesOutFirst,
  pageCountOf,
  positionOf,
  type Range,
  servedOf,
  sizeOf,
  skipsOf,
  unrequestedOf,
} from './course.ts'

/** A sentence such as "All 68 rows, each once, in 5 pages." */
export const sentenceOf = (walk: WalkView): string =>
  refusalOf(walk) ?? sentences[walk.verdict](walk)

const sentences: Readonly<Record<Verdict, (walk: WalkView) => string>> = {
  open: (walk) => `${arrivedOf(walk)} so far, in ${lengthOf(walk)}; it may still go on.`,
  complete: (walk) => `${completeOf(walk)}${retriesOf(walk)}${overshootOf(walk)}.`,
  duplicated: (walk) =>
    `${everyRow(walk)}, but ${counted(walk.duplicated, 'row')} came more than once, in ${lengthOf(walk)}.`,
  single_page: (walk) =>
    `Only ${firstPageOf(walk)}: ${arrivedOf(walk)}. That is no mistake by itself.`,
  endless: (walk) => `${endlessOf(walk)}${walk.missed > 0 ? `, and ${missedOf(walk)}` : ''}.`,
  truncated: (walk) => `${missedOf(walk)}${truncationOf(walk)}${repetitionOf(walk)}.`,
}

/** Whether no answer of the walk contained a list. */
export const isRefused = (walk: WalkView): boolean => refusalOf(walk) !== undefined

function refusalOf({ steps, verdict, requests }: WalkView): string | undefined {
  const last = steps.at(-1)
  if (last === undefined || servedOf(steps).length > 0) return undefined
  const how =
    last.status === null
      ? 'The connection was cut'
      : last.status < 300
        ? 'The answer was broken'
        : `Refused with ${last.status}`
  const times = requests === 1 ? '' : `, ${toCount(requests)} times`
  return `${how}${times}: no row came${verdict === 'open' ? ' so far' : ''}.`
}

/** "45 of 68 rows", or "45 rows" when the length of the list is unknown. */
function arrivedOf({ rows, missed, distinct }: WalkView): string {
  return rows === null
    ? counted(distinct, 'row')
    : `${toCount(rows - missed)} of ${counted(rows, 'row')}`
}

const missedOf = ({ missed, rows }: WalkView): string =>
  missed === 0
    ? 'It did not come to an end'
    : `${toCount(missed)} of ${counted(rows ?? missed, 'row')} never came`

/** "5 pages", or "5,000 requests" when the walk has more requests than the mock lists as steps. */
const lengthOf = ({ steps, requests }: WalkView): string =>
  requests > steps.length ? counted(requests, 'request') : counted(pageCountOf(steps), 'page')

function completeOf(walk: WalkView): string {
  if (walk.rows === 0 && walk.distinct === 0) return 'The list is empty, and the client saw that'
  const [first] = servedOf(walk.steps)
  const from =
    first?.link === 'resumed'
      ? first.page === null
        ? ' from its cursor on'
        : ` from page ${first.page} on`
      : ''
  return `${everyRow(walk)}${from}, ${walk.distinct === 1 ? '' : 'each once, '}in ${lengthOf(walk)}`
}

const everyRow = ({ rows, distinct }: WalkView): string => {
  const count = rows ?? distinct
  return count === 1 ? 'The only row' : `All ${toCount(count)} rows`
}

function firstPageOf({ steps, ...walk }: WalkView): string {
  const [first] = servedOf(steps)
  const last = lastPageOf({ steps, ...walk })
  if (first?.page === null || first === undefined)
    return first?.link === 'resumed' ? 'one page' : 'the first page'
  return `page ${first.page}${last !== undefined && last > first.page ? ` of ${toCount(last)}` : ''}`
}

const retriesOf = ({ retries }: WalkView): string =>
  retries === 0 ? '' : `, with ${retries === 1 ? '1 retry' : `${toCount(retries)} retries`}`

const repetitionOf = ({ duplicated }: WalkView): string =>
  duplicated > 0 ? `; ${counted(duplicated, 'row')} came more than once` : ''

function overshootOf({ steps }: WalkView): string {
  const beyond = steps.filter(({ link }) => link === 'beyond').length
  return beyond === 0 ? '' : `; then it asked ${counted(beyond, 'page')} past the end`
}

function endlessOf({ steps, requests, distinct, rows, missed }: WalkView): string {
  const beyond = steps.filter(({ link }) => link === 'beyond').length
  const [position, times] = mostRepeated(steps)
  if (beyond >= times && beyond > 0)
    return `Went on ${counted(beyond, 'page')} past the end${missed === 0 && rows !== null ? `, after ${counted(rows, 'row')}` : ''}`
  const least = requests > steps.length ? 'more than ' : ''
  if (times > 0)
    return `Fetched ${position} again and again, ${least}${toCount(times + 1)} times, although it came well`
  return `Went round and round: ${counted(requests, 'request')} for ${counted(distinct, 'row')}`
}

/** The most repeated page, such as "page 2", and how often it was repeated. */
function mostRepeated(steps: WalkView['steps']): readonly [string, number] {
  const repeats = Map.groupBy(
    steps.filter(({ link }) => link === 'repeat'),
    positionOf,
  )
  const [most] = [...repeats.values()].toSorted((a, b) => b.length - a.length)
  const page = most?.[0]?.page ?? null
  return [page === null ? 'the same page' : `page ${page}`, most?.length ?? 0]
}

/** Why rows are missing. Empty when the requests do not show the reason. */
function truncationOf(walk: WalkView): string {
  const { steps } = walk
  const last = steps.at(-1)
  if (steps.some(({ link }) => link === 'tokenless')) return ': it lost its key on the way'
  if (steps.some(({ link }) => link === 'lost')) return ': it lost its filters on the way'
  if (steps.some(({ link }) => link === 'altered')) return ': it changed its parameters on the way'
  if (steps.some(({ link }) => link === 'foreign')) return ': it used the cursor of another token'
  if (steps.some(({ link }) => link === 'unknown')) return ': it used a cursor that nobody gave it'
  if (last && failuresOf(steps).at(-1) === true)
    return `: it gave up ${last.status === null ? 'when cut off' : `after ${last.status}`}${atPage(last.page)}`
  const reasons = [skippingOf(walk), stopOf(walk)].filter((reason) => reason !== undefined)
  if (reasons.length > 0) return `: it ${reasons.join(' and ')}`
  const isThrough = walk.paginator === 'page' && walk.missed > 0 && walk.requests === steps.length
  return isThrough ? ', although it asked for every page: rows moved meanwhile' : ''
}

const atPage = (page: number | null): string => (page === null ? '' : ` at page ${page}`)

function skippingOf(walk: WalkView): string | undefined {
  const skipped = [...skippedFirst(walk), ...skipsOf(walk).flat()]
  const [only] = skipped
  if (only === undefined) return undefined
  const pages = skipped.reduce((sum, range) => sum + sizeOf(range), 0)
  return `skipped ${skipped.length === 1 ? rangeText(only) : counted(pages, 'page')}`
}

const skippedFirst = (walk: WalkView): Range[] => (leavesOutFirst(walk) ? [{ from: 1, to: 1 }] : [])

function stopOf(walk: WalkView): string | undefined {
  const unasked = unrequestedOf(walk)
  if (unasked) return `stopped after page ${unasked.from - 1} of ${toCount(unasked.to)}`
  const isFull = walk.steps.at(-1)?.rows === walk.per_page
  return walk.paginator === 'cursor' && isFull ? `stopped after ${lengthOf(walk)}` : undefined
}

/** "page 3" or "pages 3–4". */
export const rangeText = ({ from, to }: Range): string =>
  from === to ? `page ${from}` : `pages ${from}–${to}`
