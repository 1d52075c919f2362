// A running mock: opens the store, builds the app, listens, and closes what it opened.

import { createEmulation } from './api/emulation.ts'
import { renderConversation } from './api/resource.ts'
import { type AppOptions, buildApp } from './app.ts'
import type { Settings } from './config.ts'
import type { EditionName } from './editions.ts'
import { listen } from './listen.ts'
import { createSeed } from './seed/seed.ts'
import { openStore } from './store/open-store.ts'

/** A token that clients may send, alone or as `id|plain`. */
export type MockToken = { readonly id: number; readonly plain: string; readonly edition: EditionName; readonly user_id: number }

export type Mock = AsyncDisposable & {
  /** Origin of the server, such as http://127.0.0.1:4080 */
  readonly url: string
  /** Valid tokens by id. */
  readonly tokens: readonly MockToken[]
  /** Rows, rate limits and clock as they were at the start. */
  reset(): void
  /** Stops the mock's clock at a time in Unix seconds. */
  setClock(unixSeconds: number): void
  /** Lets answers under way finish, then frees the port and the store. */
  close(): Promise<void>
}

/** What a program wants to know of a mock that it runs. */
export type Observers = Pick<AppOptions, 'onAnswer'> & {
  readonly onRow?: ((count: number) => void) | undefined
  readonly onError?: ((error: unknown) => void) | undefined
}

export type Server = Mock & { readonly source: string; readonly rows: number }

/** Throws a DatasetError, StoreError or ListenError, and has then closed everything. */
export async function startServer(settings: Settings, { onAnswer, onRow, onError }: Observers = {}): Promise<Server> {
  const seed = createSeed(settings)
  const store = await openStore({
    file: settings.db,
    order: settings.order,
    render: renderConversation,
    seed: seed.load,
    expected: settings.db === undefined ? undefined : await seed.expected(),
    onRow,
  })
  for (const key of settings.key) store.addKey(key)
  let frozen: number | undefined
  const clock = (): number => frozen ?? Date.now() / 1000
  const emulation = createEmulation({ store, switches: settings, clock, report: onError ?? (() => undefined) })
  const app = buildApp({ emulation, onAnswer, onError })
  const listening = await listen(app, settings.port, settings.host).catch((error: unknown) => {
    store.close()
    throw error
  })

  async function close(): Promise<void> {
    await listening.close()
    store.close()
  }

  return {
    url: `http://${toHostname(settings.host)}:${listening.port}`,
    tokens: store
      .listTokens()
      .filter(({ expiresAt }) => expiresAt >= clock())
      .map(({ id, plain, edition, user_id }) => ({ id, plain, edition: edition ?? settings.edition, user_id })),
    source: store.source(),
    rows: store.seededRows(),
    reset() {
      store.reset()
      emulation.reset()
      frozen = undefined
    },
    setClock(unixSeconds) {
      frozen = unixSeconds
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** A name under which this machine reaches a listening address. */
function toHostname(host: string): string {
  if (host === 'loopback' || host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
