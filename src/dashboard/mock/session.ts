// The admin token of this tab. It comes in the fragment of the link that the mock prints, which browsers send to nobody, and leaves
// the address at once; or from another tab of the same mock. It is kept until the tab is closed.

import { signal } from '@preact/signals'
import { createHandOver, openChannel } from './hand-over.ts'
import { readFromTab, removeFromTab, writeToTab } from './tab-storage.ts'

/** Several mocks may lie below one origin, each with a path of its own. */
const NAME = `conversations-mock.admin-token ${new URL('.', location.origin + location.pathname).pathname}`
/** The mark of a tab that forgot its token: it gets none of other tabs. */
const FORGOTTEN = ''
/** Other tabs answer within milliseconds, if there are any. */
const PATIENCE_MS = 400

/** The access to the admin API. */
export const adminToken = signal<string | undefined>(
  takeFromAddress() ?? (readFromTab(NAME) || undefined),
)

/** Whether the mock refused the last token. */
export const wasRefused = signal(false)

/** Whether other tabs may still hand over their token. */
export const isWaitingForToken = signal(false)

/** Of further tabs: one of them may still have the token of a mock that was here before. */
const spareTokens = new Set<string>()

export function startSession(): void {
  window.addEventListener('hashchange', () => {
    const taken = takeFromAddress()
    if (taken !== undefined) enter(taken)
  })
  const channel = openChannel(NAME)
  if (!channel) return
  const handOver = createHandOver(channel, { own: () => adminToken.value, onToken: takeFromTab })
  if (adminToken.value !== undefined || readFromTab(NAME) === FORGOTTEN) return
  isWaitingForToken.value = true
  setTimeout(() => (isWaitingForToken.value = false), PATIENCE_MS)
  handOver.ask()
}

export function enter(token: string): void {
  writeToTab(NAME, token)
  wasRefused.value = false
  isWaitingForToken.value = false
  adminToken.value = token
}

/** Because a person wants it: no other tab lets this one in again. */
export function leave(): void {
  writeToTab(NAME, FORGOTTEN)
  spareTokens.clear()
  wasRefused.value = false
  adminToken.value = undefined
}

/** The mock knows this token no more, or never did. Another one may have been entered since. */
export function refuse(token: string): void {
  if (token !== adminToken.value) return
  const [spare] = spareTokens
  if (spare !== undefined) {
    spareTokens.delete(spare)
    enter(spare)
    return
  }
  removeFromTab(NAME)
  adminToken.value = undefined
  wasRefused.value = true
}

function takeFromTab(token: string): void {
  if (adminToken.value === undefined) enter(token)
  else if (token !== adminToken.value) spareTokens.add(token)
}

/** From `#token=SECRET`. */
function takeFromAddress(): string | undefined {
  const [, encoded] = /^#token=([^&]+)$/.exec(location.hash) ?? []
  if (encoded === undefined) return undefined
  history.replaceState(null, '', location.pathname + location.search)
  const token = decode(encoded)
  writeToTab(NAME, token)
  return token
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
