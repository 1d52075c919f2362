// Fills the characters of a text with others, by chances that only the key repeats.

import { type Chance, createChances } from './chance.ts'
import { fill, type Slot } from './filling.ts'
import { fold, type Originals } from './originals.ts'

const TRIES = 40

export function createReplacer(key: Uint8Array, originals: Originals) {
  const chances = createChances(key)
  /** For each folded replacement, the label of its original. */
  const owners = new Map<string, string>()

  /**
   * Gives different texts different replacements, as long as there are enough characters to choose
   * from.
   */
  return function replaceBy(
    text: string,
    label: string,
    slots: readonly Slot[],
    adjust = same,
  ): string {
    if (slots.every(({ pool }) => pool === undefined)) return text
    const chance = chances(label)
    let last = ''
    for (let attempt = 0; attempt < TRIES; attempt++) {
      last = adjust(fill(slots, chance, originals), chance)
      const isClean = originals.findIn(last) === undefined
      if (isClean && last !== text && (owners.get(fold(last)) ?? label) === label) break
    }
    if (!owners.has(fold(last))) owners.set(fold(last), label)
    return last
  }
}

const same = (text: string, _chance: Chance): string => text
