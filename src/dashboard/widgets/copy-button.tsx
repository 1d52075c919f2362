import { useRef, useState } from 'preact/hooks'
import { say } from './toast.tsx'

/** `what`: the name of the copied text, such as "curl" in "Copy curl". */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [isDone, setDone] = useState(false)
  const ending = useRef<ReturnType<typeof setTimeout>>(undefined)

  async function copy(): Promise<void> {
    if (!(await toClipboard(text)))
      return say('The browser does not let this page copy; select the text instead.', 'bad')
    setDone(true)
    // The timer of an earlier click must not remove the word "Copied" of this one.
    clearTimeout(ending.current)
    ending.current = setTimeout(() => setDone(false), 1500)
  }

  return (
    <button
      type="button"
      class="copy small"
      onClick={() => void copy()}
      aria-label={`Copy ${what}`}
    >
      {isDone ? 'Copied' : 'Copy'}
    </button>
  )
}

/**
 * Copies a text, and resolves to whether that worked. Browsers offer navigator.clipboard only over
 * TLS or on localhost. Elsewhere, the old execCommand() still works.
 */
export async function toClipboard(text: string): Promise<boolean> {
  if (window.isSecureContext) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
  }
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  // oxlint-disable-next-line typescript/no-deprecated
  const isCopied = document.execCommand('copy')
  area.remove()
  return isCopied
}
