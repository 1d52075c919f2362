// The admin token of this tab. It comes from the fragment of the link that the mock prints, or
// from another tab of the same mock. Browsers never send a fragment to a server, and this page
// removes it from the address at once. The tab keeps the token until it is closed.

import { signal } from '@preact/signals'
import { createHandOver, openChannel } from './hand-over.ts'
import { readFromTab, removeFromTab, writeToTab } from './tab-storage.ts'

/** Contains the path, because several mocks may share one origin, each below its own path. */
const NAME = `conversations-mock.admin-token ${new URL('.', location.origin + location.pathname).pathname}`
/** Stored in place of a token after leave(): such a tab does not ask other tabs for a token. */
const FORGOTTEN = ''
/** How long this tab waits for other tabs, which answer within milliseconds. */
const PATIENCE_MS = 400

/** The token for the admin API. Undefined while this tab has none. */
export const adminToken = signal<string | undefined>(
  takeFromAddress() ?? (readFromTab(NAME) || undefined),
)

/** Whether the mock refused the last token. */
export const wasRefused = signal(false)

/** Whether other tabs may still hand over their token. */
export const isWaitingForToken = signal(false)

/** Tokens of other tabs, to try when the mock refuses the current one, which may be outdated. */
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

/** Forgets the token because the user asked for it. Other tabs then cannot pass it back. */
export function leave(): void {
  writeToTab(NAME, FORGOTTEN)
  spareTokens.clear()
  wasRefused.value = false
  adminToken.value = undefined
}

/**
 * Drops a token that the mock refused, and tries one of another tab. Does nothing when the user has
 * entered a different token meanwhile.
 */
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

/** Takes the token from `#token=SECRET` and removes it from the address. Undefined without one. */
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
