// All windows of a browser share the live streams of one window, because browsers open at most
// six connections to a host. The window that holds a lock reads the streams and passes their
// events on to the other windows. When it is closed, another window gets the lock. In a browser
// without such locks, each window reads its own streams.

import type { Versions } from '../../client/wire.ts'
import type { Entries } from './entries.ts'
import { openChannel } from './hand-over.ts'
import { type Hearing, readStreams, SILENCE_MS } from './streams.ts'

const NAME = `conversations-mock.live ${new URL('.', location.origin + location.pathname).pathname}`

type Message =
  /** `previous`: the id of the entry before the first of `entries`. */
  | { readonly kind: 'entries'; readonly previous: number; readonly entries: Entries }
  | { readonly kind: 'versions'; readonly versions: Versions }
  /** The sending window has open streams. */
  | { readonly kind: 'heard' }
  | { readonly kind: 'hello' }
  | { readonly kind: 'ended' }

const channel = openChannel(NAME)
/** Messages of other windows that came before listenToOthers() runs. */
let waiting: Message[] = []
let receive = keep
/** Whether the next lock request must steal the lock, because its holder was silent too long. */
let mustSteal = false

channel?.addEventListener('message', ({ data }: { readonly data: Message }) => receive(data))

function keep(message: Message): void {
  waiting.push(message)
}

function post(message: Message): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has no target
  channel?.postMessage(message)
}

/** Call this before loading the newest entries, so that no entry is missed in between. */
export function beginHearing(): void {
  waiting = []
  receive = keep
}

/** Rejects when the streams break; resolves when `ending` is aborted. */
export async function hear(hearing: Hearing, ending: AbortSignal): Promise<void> {
  if (!channel || !('locks' in navigator)) return readStreams(hearing, ending)
  const stop = new AbortController()
  const signal = AbortSignal.any([ending, stop.signal])
  const role = { isLeading: false, isOpen: false }

  async function lead(): Promise<void> {
    role.isLeading = true
    try {
      await readStreams({ ...hearing, ...passingOn(hearing, role) }, signal)
    } finally {
      if (!signal.aborted) post({ kind: 'ended' })
    }
  }

  const options = mustSteal ? { steal: true } : { signal }
  mustSteal = false
  try {
    await Promise.race([
      navigator.locks.request(NAME, options, lead),
      listenToOthers(hearing, { signal, role }),
    ])
  } finally {
    stop.abort()
    beginHearing()
  }
}

type Role = { isLeading: boolean; isOpen: boolean }

const passingOn = ({ lastId, onEntries, onVersions, onOpen }: Hearing, role: Role) => ({
  onOpen: (): void => {
    role.isOpen = true
    onOpen()
  },
  onEntries: (entries: Entries): void => {
    post({ kind: 'entries', previous: lastId(), entries })
    onEntries(entries)
  },
  onVersions: (versions: Versions): void => {
    post({ kind: 'versions', versions })
    onVersions(versions)
  },
  onHeard: (): void => post({ kind: 'heard' }),
})

type Listening = { readonly signal: AbortSignal; readonly role: Role }

function listenToOthers(hearing: Hearing, { signal, role }: Listening): Promise<void> {
  return new Promise((resolve, reject) => {
    let alarm = setTimeout(giveUp, SILENCE_MS)
    signal.addEventListener('abort', end, { once: true })
    receive = take
    for (const message of waiting.splice(0)) take(message)
    post({ kind: 'hello' })

    function take(message: Message): void {
      clearTimeout(alarm)
      alarm = setTimeout(giveUp, SILENCE_MS)
      if (message.kind === 'hello') return answer()
      if (message.kind !== 'ended') hearing.onOpen()
      if (message.kind === 'versions') hearing.onVersions(message.versions)
      else if (message.kind === 'ended') fail(new Error('the stream ended'))
      else if (message.kind === 'entries' && message.previous > hearing.lastId())
        fail(new Error('requests were missed'))
      else if (message.kind === 'entries') hearing.onEntries(message.entries)
    }

    function answer(): void {
      if (role.isOpen) post({ kind: 'heard' })
    }

    function giveUp(): void {
      if (role.isLeading) return
      mustSteal = true
      fail(new Error('the window with the stream said nothing'))
    }

    function fail(error: Error): void {
      clearTimeout(alarm)
      reject(error)
    }

    function end(): void {
      clearTimeout(alarm)
      resolve()
    }
  })
}
