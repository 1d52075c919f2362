// Some members of a large JSON object as PHP reads it, without building all the others.

import { hasInvalidUtf8 } from './bytes.ts'
import { isTooDeep, readMembers } from './json-decode.ts'
import type { InputArray } from './query-string.ts'

/**
 * (array) json_decode($text, true), of which only the members with these names are there, and of arrays in them only how many entries
 * they have, up to a thousand. Empty where PHP refuses the text.
 */
export function decodeMembers(text: string, names: ReadonlySet<string>): InputArray {
  if (!/^[ \t\n\r]*\{/.test(text) || !isJson(text)) return new Map()
  return readMembers(text, names)
}

/** JavaScript knows the same grammar; PHP bounds the depth, and refuses what is not Unicode. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text)
  } catch {
    return false
  }
  return !isTooDeep(text) && !hasInvalidUtf8(text) && !hasHalfPair(text)
}

/** Half of a surrogate pair, written as an escape. */
function hasHalfPair(text: string): boolean {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return false
  let isOpen = false
  let end = 0
  for (const { 0: escape, 1: hex, index } of text.matchAll(/\\(?:u([\dA-Fa-f]{4})|.)/gs)) {
    const unit = hex === undefined ? 0 : Number.parseInt(hex, 16)
    const isSecond = unit >= 0xdc00 && unit <= 0xdfff
    if (isOpen !== (isSecond && index === end)) return true
    isOpen = unit >= 0xd800 && unit <= 0xdbff
    end = index + escape.length
  }
  return isOpen
}
