// The walks near a walk. Rules search only these, so a report over many walks takes little time.

import type { Walk } from '../walks/walk.ts'

/** The number of walks before and after a walk that may have to do with it. */
export const NEARBY = 16

export const walksBefore = (walks: readonly Walk[], index: number): readonly Walk[] =>
  walks.slice(Math.max(0, index - NEARBY), index)

export const walksAfter = (walks: readonly Walk[], index: number): readonly Walk[] =>
  walks.slice(index + 1, index + 1 + NEARBY)

/** The walk at `index` is part of them. */
export const walksAround = (walks: readonly Walk[], index: number): readonly Walk[] =>
  walks.slice(Math.max(0, index - NEARBY), index + 1 + NEARBY)
