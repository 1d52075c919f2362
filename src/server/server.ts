// A running mock: opens the store, builds the app, listens, and closes what it opened.

import { keepRemovingExpired } from '../admin/user-removal.ts'
import { renderConversation } from '../api/conversation-resource.ts'
import { areTimersReal, performance, realNow } from '../clock/real-time.ts'
import type { RealTime } from '../clock/clocks.ts'
import type { SettingName, Settings } from '../config.ts'
import { ConfigError } from '../parse-settings.ts'
import { demoKeys } from '../dataset/demo-keys.ts'
import type { Prove } from './instance-proof.ts'
import { composeApp } from './composition.ts'
import { toHostname } from './hostname.ts'
import { keptRowsOf } from './kept-rows.ts'
import { createParts } from './mock-parts.ts'
import { listen } from './listen.ts'
import { loadTls, type Tls } from './tls.ts'
import { trust } from '../transport/direct.ts'
import type { Patience } from './listener.ts'
import type { PipelineOptions } from './pipeline.ts'
import { loadInThread } from './seed-thread.ts'
import { createInvention } from '../seed/invention.ts'
import type { ReadObserver } from '../seed/dataset-file.ts'
import { createSeed } from '../seed/seed.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { randomBytes } from '../system/random-bytes.ts'
import { type MockToken, validTokens } from './mock-tokens.ts'

export type Server = {
  /** Origin of the server, such as http://127.0.0.1:4080 */
  readonly url: string
  /** The same origin with an IP address that this machine can reach. */
  readonly localUrl: string
  /** The server's own certificate in PEM, for HTTPS. */
  readonly certificate: string | undefined
  readonly adminToken: string
  /** Valid tokens by id. */
  readonly tokens: readonly MockToken[]
  /** The name of the dataset. `rows` is the number of its rows. */
  readonly datasetName: string
  readonly rows: number
  /** Freezes the server's clock at a time in Unix seconds. */
  setClock(unixSeconds: number): void
  /** Frees the port, lets answers under way finish, then frees the store. */
  close(patience?: Patience): Promise<void>
}

/** Callbacks and input of the program that runs the mock. */
export type Observers = Pick<PipelineOptions, 'onAnswer'> & {
  readonly prove?: Prove | undefined
  readonly onRow?: ((count: number) => void) | undefined
  readonly onRead?: ReadObserver | undefined
  readonly onIndexing?: (() => void) | undefined
  /** The bytes for the dataset named `-`. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined
  readonly onError?: ((error: unknown) => void) | undefined
  readonly onWarning?: ((message: string) => void) | undefined
  /** A folder that may hold rows which an earlier start kept. */
  readonly keptFolder?: string | undefined
  /** Tells where a setting was given, for messages. Undefined for a default. */
  readonly nameOfSetting?: ((name: SettingName) => string | undefined) | undefined
}

/** `tls` is undefined for a mock that speaks HTTP. */
type Secured = { readonly tls: Tls | undefined }

type Surroundings = Observers & { readonly time?: RealTime }

/** The time in milliseconds that close() gives to calls of the admin API. */
const ADMIN_PATIENCE = { calls: 500, work: 500 }

const realTime: RealTime = { now: realNow, elapsed: performance.now }

/** Throws a ConfigError, DatasetError, StoreError or ListenError after closing everything. */
export async function startServer(
  settings: Settings,
  surroundings: Surroundings = {},
): Promise<Server> {
  if (!areTimersReal)
    throw new ConfigError(
      'the timers were faked before conversations-mock was loaded; import it first, and fake them after that',
    )
  const { nameOfSetting } = surroundings
  const tls = loadTls(settings, nameOfSetting)
  const seed = createSeed(settings, {
    ...surroundings,
    loadInThread: (many) => loadInThread(many, surroundings),
  })
  const store = await openStore({
    file: settings.db,
    fileSetting: nameOfSetting?.('db'),
    isReadOnly: settings.readOnly,
    isShared: settings.shared,
    order: settings.order,
    render: renderConversation,
    seed: seed.load,
    kept: keptRowsOf(settings, surroundings.keptFolder),
    ...createInvention(settings.seed),
    expected: seed.expected,
    onRow: surroundings.onRow,
    onIndexing: surroundings.onIndexing,
    onError: surroundings.onError,
  })
  try {
    return await serveStore(store, settings, { ...surroundings, tls })
  } catch (error) {
    store.close()
    throw error
  }
}

/** The server takes over the store and closes it at its end. */
async function serveStore(
  store: Store,
  settings: Settings,
  { onAnswer, onError, nameOfSetting, prove, time = realTime, tls }: Surroundings & Secured,
): Promise<Server> {
  const { elapsed } = time
  if (settings.key.length > 0 && !store.isReadOnly) await store.untilWritable()
  const useKeys = (): void => {
    if (settings.key.length > 0) store.useKeys({ keys: settings.key, replaced: demoKeys })
  }
  useKeys()
  const adminToken = settings.adminToken ?? randomBytes(24).toString('base64url')
  const { controls, emulation } = createParts(store, settings, {
    adminToken,
    useKeys,
    now: time.now,
    onError,
  })
  const { clocks, traffic } = controls
  const isSecure = tls !== undefined
  const { app, admin, deliverer, connections } = composeApp(
    { store, settings, controls, emulation },
    { adminToken, isSecure, elapsed, onAnswer, prove },
  )
  // Steps that may fail come before listening. Then an error leaves no listener to close.
  const tokens = validTokens(store, settings.edition, clocks.now())
  const [datasetName, rows] = [store.datasetName(), store.seededRows()]
  const listening = await listen(app, {
    ...settings,
    nameOfSetting,
    onConnection: (socket) => connections?.open(socket, elapsed()),
    tls,
  })
  const scheme = isSecure ? 'https' : 'http'
  const url = `${scheme}://${toHostname(settings.host)}:${listening.port}`
  const localUrl = `${scheme}://${toHostname(listening.address)}:${listening.port}`
  // This process trusts its own certificate.
  const distrust = tls ? [url, localUrl].map((origin) => trust(origin, tls.cert)) : []
  store.nameUrl(localUrl)
  const stopRemoving = keepRemovingExpired(controls)

  return {
    url,
    localUrl,
    certificate: tls?.cert,
    adminToken,
    tokens,
    datasetName,
    rows,
    setClock: (unixSeconds) => clocks.set(undefined, { now: unixSeconds, is_frozen: true }),
    async close(patience) {
      traffic.close()
      stopRemoving()
      try {
        const closed = listening.close(patience)
        // From now on, answers announce that they end their connection.
        deliverer.close()
        await Promise.all([closed, admin.endCalls(patience ?? ADMIN_PATIENCE)])
        await admin.close()
      } finally {
        for (const end of distrust) end()
        store.close()
      }
    },
  }
}
