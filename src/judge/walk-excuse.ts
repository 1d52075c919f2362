// Excuses: why rows may be missing or doubled in a walk without findings.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, lastOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { isSearch } from './beyond.ts'
import { isCancelled } from './cancelled.ts'
import { excuseOfStop } from './excuses.ts'
import { isHalving } from './halving.ts'
import { isFaulted, isTurning } from './reading.ts'
import type { Session } from './rule.ts'
import { symptomsOf } from './symptoms.ts'
import { counted } from './words.ts'

/** The reason why rows may be missing or doubled in a walk without findings. */
export function excuseOf(walk: Walk, session: Session): string {
  const last = lastOf(walk)
  const served = walk.served
  const { attempts, pages } = symptomsOf(walk)
  if (served.length === 0) return `nothing was served: ${failureOf(last)}`
  if (last.answered === 'refused') return `its last request was refused with ${last.entry.status}`
  const failed = attempts.find((run) => run.at(-1)?.answered === 'failed')
  const latest = failed?.at(-1)
  if (latest && isCancelled(latest, walk, session))
    return 'its client hung up, and no longer needed the answer'
  if (failed) return `it gave up after ${counted(failed.length, 'attempt')} that failed`
  const faulted = served.find(isFaulted)
  const excuse = excuseOfStop(walk, session)
  if (excuse !== undefined) return excuse
  if (faulted) return `an answer met a fault (${faulted.entry.faults.join(', ')})`
  if (isSearch(walk)) return 'its client looked for the last page'
  if (isHalving(walk)) return 'its client looked for one page by halves'
  if (walk.steps.some(({ link }) => link === 'previous') || isTurning(served))
    return 'its client turned pages back and forth'
  if (firstOf(walk).position !== FIRST) return 'it began in the middle of the list'
  const [from = 1] = pages
  if (walk.paginator === 'page' && (pages.at(-1) ?? from) - from + 1 > pages.length)
    return 'its client looked at pages here and there'
  if (served.length === 1) return 'it is one page'
  const is = showsChange(walk) ? '' : 'may have '
  return walk.paginator === 'page'
    ? `rows ${is}moved from page to page meanwhile`
    : `rows ${is}${is === '' ? 'came or went' : 'come or gone'} meanwhile`
}

function failureOf({ entry: { status, hungUpAt } }: WalkStep): string {
  if (hungUpAt !== null) return 'the client hung up'
  return status === null ? 'the connection was cut' : `the answer was ${status}`
}

/** Whether answers of a walk show that rows came or went: the total changed, or a page did. */
function showsChange({ served }: Walk): boolean {
  const totals = new Set(served.map(({ list }) => list?.total ?? null))
  totals.delete(null)
  const pages = new Map<string, string>()
  return (
    totals.size > 1 ||
    served.some(({ position, list }) => {
      const ids = list?.ids ?? ''
      const before = pages.get(position) ?? ids
      pages.set(position, ids)
      return before !== ids
    })
  )
}
