import { indent } from './json-tokens.ts'

/** Indented JSON with colours. */
export function JsonText({ text }: { readonly text: string }) {
  return (
    <pre class="code json" tabIndex={0}>
      {indent(text).map(({ kind, text: part }, index) =>
        kind === 'mark' ? (
          part
        ) : (
          <span key={index} class={kind}>
            {part}
          </span>
        ),
      )}
    </pre>
  )
}
