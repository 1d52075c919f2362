import { useMemo, useState } from 'preact/hooks'
import { CopyButton } from '../widgets/copy-button.tsx'
import { toCount } from '../widgets/format.ts'
import { JsonText } from '../widgets/json-text.tsx'

/** Characters of a body that are shown at once: a hundred rows would take the browser a while. */
const SHOWN = 20_000

type Props = {
  readonly text: string
  readonly isJson: boolean
  /** The name of the copy button: "Copy the body". */
  readonly what: string
}

export function BodyText({ text, isJson, what }: Props) {
  const [isAll, setAll] = useState(false)
  const isLong = text.length > SHOWN
  const shown = isLong && !isAll ? text.slice(0, SHOWN) : text
  // The same element for the same text, so that the thousands below it are not compared again.
  const element = useMemo(
    () => (isJson ? <JsonText text={shown} /> : <pre class="code">{shown}</pre>),
    [isJson, shown],
  )
  return (
    <>
      <p class="row heading">
        <span class="muted">{toCount(text.length)} characters</span>
        <CopyButton text={text} what={what} />
      </p>
      {element}
      {isLong && !isAll && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {toCount(text.length)} characters
        </button>
      )}
    </>
  )
}
