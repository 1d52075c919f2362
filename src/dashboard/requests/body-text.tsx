import { useState } from 'preact/hooks'
import { CopyButton } from '../widgets/copy-button.tsx'
import { toCount } from '../widgets/format.ts'
import { JsonTree } from '../widgets/json-tree.tsx'

/** The number of characters shown at first, because browsers are slow with more. */
const SHOWN = 20_000

type Props = {
  readonly text: string
  readonly isJson: boolean
  /** The name of the text for the copy button, such as "the body" in "Copy the body". */
  readonly what: string
}

export function BodyText({ text, isJson, what }: Props) {
  return (
    <>
      <p class="row heading">
        <span class="muted">{toCount(text.length)} characters</span>
        <CopyButton text={text} what={what} />
      </p>
      {isJson ? <JsonTree text={text} /> : <Plain text={text} />}
    </>
  )
}

function Plain({ text }: { readonly text: string }) {
  const [isAll, setAll] = useState(false)
  const isCut = text.length > SHOWN && !isAll
  return (
    <>
      <pre class="code">{isCut ? text.slice(0, SHOWN) : text}</pre>
      {isCut && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {toCount(text.length)} characters
        </button>
      )}
    </>
  )
}
