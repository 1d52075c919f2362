// JSON as a tree of tokens, as it was sent.

import { type Token, tokensOf } from './json-tokens.ts'

export type JsonLeaf = { readonly type: 'leaf'; readonly token: Token }

export type JsonParent = {
  readonly type: 'parent'
  readonly open: '{' | '['
  readonly entries: readonly JsonEntry[]
  /** Counted through the text, so that it names this one. */
  readonly id: number
  readonly depth: number
}

export type JsonNode = JsonLeaf | JsonParent

/** `name`: undefined in an array. */
export type JsonEntry = { readonly name: Token | undefined; readonly node: JsonNode }

/** Undefined for a text that is no JSON. Without recursion: hostile bodies nest deep. */
export function parseNodes(json: string): JsonNode | undefined {
  if (!isJson(json)) return undefined
  /** The entries of those that are open, the innermost last; the first holds the whole. */
  const stack: JsonEntry[][] = [[]]
  let name: Token | undefined
  let id = 0
  for (const token of tokensOf(json)) {
    const { text, kind } = token
    if (kind === 'key') name = token
    else if (text === '}' || text === ']') stack.pop()
    else if (text !== ',' && text !== ':') {
      const entries: JsonEntry[] = []
      const isParent = text === '{' || text === '['
      const node: JsonNode = isParent
        ? { type: 'parent', open: text, entries, id: id++, depth: stack.length - 1 }
        : { type: 'leaf', token }
      stack.at(-1)?.push({ name, node })
      if (isParent) stack.push(entries)
      name = undefined
    }
  }
  return stack[0]?.[0]?.node
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
