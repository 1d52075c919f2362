// Holders of a cursor: the walks that were given it.

import { cursorsOf } from '../laravel/listing.ts'
import type { Step } from './step.ts'
import type { WalkBuilder } from './walk-builder.ts'

/** By cursor: the walks that were given it, the latest first. */
export type Holders = Map<string, WalkBuilder[]>

/** The number of latest walks that are remembered for a cursor. Walks of one list share cursors. */
const MAX_HOLDERS = 16

/** Makes a walk the latest holder of the cursors that a step gave it. */
export function hold(holders: Holders, { list }: Step, builder: WalkBuilder): void {
  if (list === null) return
  const { next, previous } = cursorsOf(list)
  if (next !== null) holdOne(holders, next, builder)
  if (previous !== null) holdOne(holders, previous, builder)
}

function holdOne(holders: Holders, cursor: string, builder: WalkBuilder): void {
  const known = holders.get(cursor)
  if (known) moveToFront(known, builder)
  else holders.set(cursor, [builder])
}

/** Puts a walk before the others. The last one leaves when they are too many. */
function moveToFront(builders: WalkBuilder[], builder: WalkBuilder): void {
  const index = builders.indexOf(builder)
  if (index === 0) return
  if (index > 0) builders.splice(index, 1)
  else if (builders.length >= MAX_HOLDERS) builders.pop()
  builders.unshift(builder)
}
