// Finds the cursor that a client changed, such as one with another id in it.

import { givenCursors } from '../walks/step.ts'
import type { WalkStep } from '../walks/walk.ts'
import { cutText } from './cut-text.ts'

/** An answer that gave a cursor, and the difference to the one that was sent. */
export type Change = { readonly given: WalkStep; readonly words: string }

/** The most characters of a value that a message shows. */
const MAX_VALUE = 40

/** The latest answer whose cursor differs by one value from the one that was sent. */
export function changeOf(cursor: string, near: readonly WalkStep[]): Change | undefined {
  const sent = valuesIn(cursor)
  if (!sent) return undefined
  for (const given of near.toReversed())
    for (const issued of givenCursors(given.list)) {
      const words = differenceOf(valuesIn(issued), sent)
      if (words !== undefined) return { given, words }
    }
  return undefined
}

type Values = Readonly<Record<string, unknown>>

/** The values of a cursor; undefined if it is no cursor. */
function valuesIn(cursor: string): Values | undefined {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return typeof values === 'object' && values !== null ? { ...values } : undefined
  } catch {
    return undefined
  }
}

function differenceOf(given: Values | undefined, sent: Values): string | undefined {
  if (!given) return undefined
  const [name, ...others] = [...new Set([...Object.keys(given), ...Object.keys(sent)])].filter(
    (key) => JSON.stringify(given[key]) !== JSON.stringify(sent[key]),
  )
  if (name === undefined || others.length > 0) return undefined
  return `${name} ${spell(sent[name])} in place of ${spell(given[name])}`
}

const spell = (value: unknown): string =>
  cutText(value === undefined ? 'nothing' : JSON.stringify(value), MAX_VALUE)
