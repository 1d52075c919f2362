// Walks in a trace, as the judge finds them and as tables tell them.

import { expect, test } from 'vitest'
import type { Entry } from '../../src/journal/entry.ts'
import type { Issued } from '../../src/journal/journal.ts'
import { createStepReader } from '../../src/walks/step.ts'
import type { Walk } from '../../src/walks/walk.ts'
import { findWalks } from '../../src/walks/find-walks.ts'
import type { WalkOptions } from '../../src/walks/walks.ts'
import { trace, type TraceOptions } from './trace.ts'
import { finish } from '../finish.ts'

/** Of all entries: whatever a list of another token gave is foreign. */
export function walksOf(
  entries: readonly Entry[],
  { issued, isIdle = () => true }: Partial<WalkOptions> = {},
): Walk[] {
  const known: Issued = {
    has: () => false,
    isWhole: () => true,
    otherHolder: (token, cursor) =>
      entries.find(
        ({ token: other, list }) =>
          other !== token && (list?.next === cursor || list?.previous === cursor),
      )?.token ?? undefined,
    ...issued,
  }
  const readStep = createStepReader()
  const all = entries.flatMap((entry) => readStep(entry) ?? [])
  const own = all.filter(({ entry }) => entry.user !== null)
  const strays = own.length === 0 ? [] : all.filter(({ entry }) => entry.user === null)
  return finish(findWalks(own.length === 0 ? all : own, { issued: known, isIdle, strays }))
}

export const walksIn = (notation: string, options?: TraceOptions): Walk[] =>
  walksOf(trace(notation, options))

/** The ids of its requests; with the link where that is not the usual one. */
export const spell = ({ steps }: Walk): string =>
  steps
    .map(({ entry: { id }, link }, index) =>
      link === (index === 0 ? 'first' : 'next') ? `${id}` : `${id}:${link}`,
    )
    .join(' ')

type Case = readonly [
  what: string,
  notation: string,
  walks: readonly string[],
  options?: TraceOptions,
]

export function testWalks(cases: readonly Case[]): void {
  test.each(cases.map((one) => [one[0], one[1], one] as const))(
    '%s: %s',
    (_what, _notation, [, notation, walks, options]) => {
      expect(walksIn(notation, options).map(spell)).toEqual(walks)
    },
  )
}
