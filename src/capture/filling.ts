// A text by its template: some characters stay, the others are chosen so that no original comes out.

import type { Chance } from './chance.ts'
import { digits, firstDigits, poolOf, type Pool, punctuation } from './characters.ts'
import { fold, type Originals } from './originals.ts'

/** A character that stays, or the pool that another one comes from. */
export type Slot = { readonly character: string; readonly pool: Pool | undefined }

export const fixed = (text: string): Slot[] =>
  Array.from(text, (character) => ({ character, pool: undefined }))

const PUNCTUATION_RUN = /[^\p{L}\p{M}\p{N}\p{So}\p{Sk}\p{Co}\p{Cn}\s]{4,}/gu
const ASCII_DIGIT = /^[0-9]$/

/** Letters, digits and pictures vary; spaces and punctuation stay, but for long runs of it. */
export function slotsOf(text: string): Slot[] {
  const runs = new Set<number>()
  for (const { 0: run, index } of text.matchAll(PUNCTUATION_RUN))
    for (let at = index; at < index + run.length; at++) runs.add(at)
  let before = ''
  let at = 0
  return Array.from(text, (character) => {
    const pool = poolOf(character) ?? (runs.has(at) ? punctuation(character) : undefined)
    const slot = { character, pool: digitPool(character, before) ?? pool }
    before = character
    at += character.length
    return slot
  })
}

/** A number keeps its length: no zero comes to its beginning. */
function digitPool(character: string, before: string): Pool | undefined {
  if (!ASCII_DIGIT.test(character)) return undefined
  if (ASCII_DIGIT.test(before) || character === '0') return digits
  return firstDigits
}

/** A text in which no original is, as far as the characters that vary allow it. */
export function fill(slots: readonly Slot[], chance: Chance, originals: Originals): string {
  let text = ''
  // The end of the text alone: a long text would be copied for each of its characters.
  let folded = ''
  for (const { character, pool } of slots) {
    const before = folded.length > 2 * MAX_END ? folded.slice(-MAX_END) : folded
    let chosen = character
    for (let tries = 0; tries < TRIES; tries++) {
      if (pool) chosen = pool.at(chance(pool.size))
      folded = before + fold(chosen)
      if (!pool || originals.endingAt(folded) === undefined) break
    }
    text += chosen
  }
  return text
}

const MAX_END = 2048
/** For one character. */
const TRIES = 24
