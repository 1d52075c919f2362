import { indent } from './json-tokens.ts'

/** JSON for people. */
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
