// Parses JSON to a tree of its original tokens.

import { type Token, tokensOf } from './json-tokens.ts'

type JsonLeaf = { readonly type: 'leaf'; readonly token: Token }

export type JsonParent = {
  readonly type: 'parent'
  readonly open: '{' | '['
  readonly entries: readonly JsonEntry[]
  /** Unique in the tree: a number that counts the objects and arrays in the order of the text. */
  readonly id: number
  readonly depth: number
}

export type JsonNode = JsonLeaf | JsonParent

/** `name`: the key in an object; undefined in an array. */
export type JsonEntry = { readonly name: Token | undefined; readonly node: JsonNode }

/**
 * Undefined when the text is not JSON. The function uses a stack and no recursion, because hostile
 * bodies nest very deep.
 */
export function parseNodes(json: string): JsonNode | undefined {
  if (!isJson(json)) return undefined
  /** The entries of each open parent, the innermost last. The first list holds the root. */
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
