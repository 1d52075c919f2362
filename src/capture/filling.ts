// Fills a template: some characters stay, the others are chosen so that no original text appears.

import type { Chance } from './chance.ts'
import { digits, firstDigits, poolOf, type Pool, punctuation } from './characters.ts'
import { fold, type Originals } from './originals.ts'

/**
 * One character of a template. It stays when it has no pool; otherwise the pool provides the new
 * one.
 */
export type Slot = { readonly character: string; readonly pool: Pool | undefined }

export const fixed = (text: string): Slot[] =>
  Array.from(text, (character) => ({ character, pool: undefined }))

const PUNCTUATION_RUN = /[^\p{L}\p{M}\p{N}\p{So}\p{Sk}\p{Co}\p{Cn}\s]{4,}/gu
const ASCII_DIGIT = /^[0-9]$/

/**
 * Letters, digits and emoji vary. Spaces and punctuation stay, except for long runs of punctuation.
 */
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

/** A number keeps its length, so its first digit never becomes a zero. */
function digitPool(character: string, before: string): Pool | undefined {
  if (!ASCII_DIGIT.test(character)) return undefined
  if (ASCII_DIGIT.test(before) || character === '0') return digits
  return firstDigits
}

/** Makes a text without any original in it, as far as the variable characters allow. */
export function fill(slots: readonly Slot[], chance: Chance, originals: Originals): string {
  let text = ''
  // Only the end of the text: otherwise each character would copy the whole of a long text.
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
/** The most tries for one character. */
const TRIES = 24
