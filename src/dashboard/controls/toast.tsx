// What was done, said in passing.

import { signal } from '@preact/signals'
import { toMessage } from '../mock/admin.ts'

type Toast = { readonly id: number; readonly text: string; readonly tone: 'good' | 'bad' }

const SHOWN_MS = 4000
const toasts = signal<readonly Toast[]>([])
let lastId = 0

export function say(text: string, tone: Toast['tone'] = 'good'): void {
  const id = ++lastId
  toasts.value = [...toasts.value.slice(-2), { id, text, tone }]
  setTimeout(() => (toasts.value = toasts.value.filter((toast) => toast.id !== id)), tone === 'bad' ? SHOWN_MS * 2 : SHOWN_MS)
}

/** Does something that may fail, and says how it went. Resolves to whether it went well. */
export async function attempt(work: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await work()
    if (done !== undefined) say(done)
    return true
  } catch (error) {
    say(toMessage(error), 'bad')
    return false
  }
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, tone }) => (
        <p key={id} class={`toast ${tone}`}>
          {text}
        </p>
      ))}
    </div>
  )
}
