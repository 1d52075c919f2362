// The parts of a JSON tree that cannot be folded: values, and the first field of a folded object.

import { useState } from 'preact/hooks'
import { toCount } from './format.ts'
import type { JsonEntry } from './json-nodes.ts'
import { JsonText } from './json-text.tsx'
import type { Token } from './json-tokens.ts'

/** The number of characters of a name or a value that a folded object shows. */
const GLANCE = 40
/** The number of characters of a value that are shown at first. */
const LONGEST = 2000
/** The number of characters shown of a text that is not a JSON object or array. */
const SHOWN = 20_000

/** The start of a text that is not a JSON object or array, or that is cut off. */
export const JsonStart = ({ text }: { readonly text: string }) => (
  <>
    <JsonText text={text.slice(0, SHOWN)} />
    {text.length > SHOWN && (
      <p class="muted">{toCount(text.length - SHOWN)} more characters. Copy brings all of them.</p>
    )}
  </>
)

/** The first field of a folded object, which is usually an id. */
export function Glance({ entries: [first] }: { readonly entries: readonly JsonEntry[] }) {
  if (first?.name === undefined || first.node.type === 'parent') return null
  const { kind, text } = first.node.token
  return (
    <>
      <span class="key">{first.name.text.slice(0, GLANCE)}</span>
      {': '}
      <span class={kind}>{text.length > GLANCE ? `${text.slice(0, GLANCE)} …` : text}</span>
      {' …'}
    </>
  )
}

export function Leaf({ token: { kind, text } }: { readonly token: Token }) {
  const [isWhole, setWhole] = useState(false)
  const isCut = text.length > LONGEST && !isWhole
  return (
    <>
      <span class={kind}>{isCut ? text.slice(0, LONGEST) : text}</span>
      {isCut && (
        <button type="button" class="small" onClick={() => setWhole(true)}>
          {toCount(text.length - LONGEST)} more characters
        </button>
      )}
    </>
  )
}
