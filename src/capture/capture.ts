// capture() for tests: reads a live list into a dataset for startMock().

import { openLiveApi } from '../live/live-api.ts'
import type { TextKind } from '../dataset/captured.ts'
import type { Replacements } from './anonymise.ts'
import { type Captured, captureList } from './capture-list.ts'

export type CaptureOptions = {
  /** The origin of the API. */
  readonly live: string
  readonly token: string
  /** The most rows to capture, by default 1000. */
  readonly rows?: number
  /** Filters that every request sends. */
  readonly filters?: Readonly<Record<string, string | number>>
  /** Kinds of texts that stay as they are. */
  readonly keep?: readonly TextKind[]
  /** The same salt gives the same replacements. */
  readonly salt?: string
  /** Milliseconds between two requests: by default 0 for this machine, and 250 for other hosts. */
  readonly pause?: number
  readonly signal?: AbortSignal
}

export type CaptureResult = Pick<Captured, 'dataset' | 'leaks'> & {
  readonly replacements: Replacements
}

export async function captureLive({
  live,
  token,
  pause,
  signal,
  filters = {},
  ...options
}: CaptureOptions): Promise<CaptureResult> {
  const api = openLiveApi({ url: live, token, option: 'live', signal, ...pauseOf(live, pause) })
  const texts = Object.entries(filters).map(([name, value]) => [name, String(value)] as const)
  const { dataset, leaks, replacements, failure } = await captureList({
    ...options,
    api,
    filters: Object.fromEntries(texts),
  })
  if (failure) throw failure
  return { dataset, leaks, replacements }
}

const pauseOf = (live: string, pause: number | undefined) => ({
  pause: pause ?? (/^https?:\/\/(?:localhost|127\.|\[::1\])/.test(live) ? 0 : POLITE_PAUSE_MS),
})

const POLITE_PAUSE_MS = 250
