// `duplicate_row`: a page has its first row twice.

import * as z from 'zod'
import { type Behaviour, onLists } from './behaviour.ts'

export const DuplicateRowEffect = z
  .strictObject({ type: z.literal('duplicate_row') })
  .meta({ id: 'DuplicateRowEffect', description: 'Returns the first row twice.' })
export type DuplicateRowEffect = z.infer<typeof DuplicateRowEffect>

type Rows = { readonly items: string; readonly count: number }

export function duplicateRow(): Behaviour {
  return {
    appliesTo: onLists,
    distorts: () => ({ page: duplicateFirst, cursorPage: duplicateFirst }),
  }
}

function duplicateFirst<T extends Rows>(page: T): T {
  if (page.count === 0) return page
  return {
    ...page,
    items: `${page.items.slice(0, endOfFirst(page.items))},${page.items}`,
    count: page.count + 1,
  }
}

/** The end of the first JSON object in a text of several. */
function endOfFirst(items: string): number {
  let depth = 0
  let isText = false
  for (let at = 0; at < items.length; at++) {
    const char = items[at]
    if (isText && char === '\\') at++
    else if (char === '"') isText = !isText
    else if (!isText && char === '{') depth++
    else if (!isText && char === '}' && --depth === 0) return at + 1
  }
  return items.length
}
