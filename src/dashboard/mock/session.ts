// The admin token of this tab. It comes in the fragment of the link that the mock prints, which browsers send to nobody, and leaves
// the address at once; it is kept until the tab is closed.

import { signal } from '@preact/signals'

const KEY = 'conversations-mock.admin-token'

/** What the admin API is asked with. */
export const adminToken = signal<string | undefined>(takeFromAddress() ?? sessionStorage.getItem(KEY) ?? undefined)

/** Whether the mock refused the last token. */
export const wasRefused = signal(false)

window.addEventListener('hashchange', () => {
  const taken = takeFromAddress()
  if (taken !== undefined) enter(taken)
})

export function enter(token: string): void {
  sessionStorage.setItem(KEY, token)
  wasRefused.value = false
  adminToken.value = token
}

export function leave(): void {
  sessionStorage.removeItem(KEY)
  adminToken.value = undefined
}

/** The mock knows this token no more, or never did. Another one may have been entered since. */
export function refuse(token: string): void {
  if (token !== adminToken.value) return
  leave()
  wasRefused.value = true
}

/** From `#token=SECRET`. */
function takeFromAddress(): string | undefined {
  const [, encoded] = /^#token=([^&]+)$/.exec(location.hash) ?? []
  if (encoded === undefined) return undefined
  history.replaceState(null, '', location.pathname + location.search)
  const token = decode(encoded)
  sessionStorage.setItem(KEY, token)
  return token
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
