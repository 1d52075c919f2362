// Doubts: requests that do not simply go on from the last answers over the same connections.

import type { Work } from '../clock/turns.ts'
import { placeOf } from './elsewhere.ts'
import { FIRST } from './list-target.ts'
import { offers, type Step } from './step.ts'

/**
 * - `begun`: the first request over its connection, and not for the first page.
 * - `again`: for a page that was served before.
 * - `other`: for any other page. `before` is the request before it over its connection.
 */
export type Doubt = {
  readonly kind: 'begun' | 'again' | 'other'
  readonly step: Step
  readonly before: Step | undefined
}

/** The first doubts decide. */
const MAX_DOUBTS = 64
/** Other work may have a turn after so many steps, which take a microsecond each. */
const TOGETHER = 256

/** `steps` came over some connections, the oldest first. */
export function* findDoubts(steps: readonly Step[]): Work<readonly Doubt[]> {
  const doubts: Doubt[] = []
  /** By connection: its last request, and the last one that was served. */
  const latest = new Map<number, Step>()
  const answers = new Map<number, Step>()
  const fetched = new Set<string>()
  const failed = new Set<string>()
  for (const [index, step] of steps.entries()) {
    if (index % TOGETHER === 0) yield
    const { connection } = step.entry
    const listPosition = placeOf(step)
    const before = latest.get(connection)
    const kind = kindOf(step, listPosition, before)
    if (kind !== undefined && doubts.push({ kind, step, before }) === MAX_DOUBTS) break
    latest.set(connection, step)
    if (step.answered === 'failed') failed.add(listPosition)
    else failed.delete(listPosition)
    if (step.answered !== 'served') continue
    fetched.add(listPosition)
    answers.set(connection, step)
  }
  return doubts

  function kindOf(
    step: Step,
    listPosition: string,
    before: Step | undefined,
  ): Doubt['kind'] | undefined {
    if (step.position === FIRST || failed.has(listPosition)) return undefined
    for (const answer of answers.values()) if (isOffered(answer, step)) return undefined
    if (!before) return 'begun'
    return fetched.has(listPosition) ? 'again' : 'other'
  }
}

const isOffered = (answer: Step, { listKey, position, entry }: Step): boolean =>
  answer.listKey === listKey && answer.sentAt <= entry.at && offers(answer, position)
