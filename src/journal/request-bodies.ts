// The bodies of the newest requests.

import { cleanBody } from './body-redaction.ts'
import { createRedaction, type Redaction } from './redaction.ts'
import type { RequestBody } from './schemas.ts'
import { createTextBuffer, type TextBuffer } from './text-buffer.ts'
import { toHeaderText } from './wire.ts'

/** A body as it was received. `text` is undefined when the body was too large to read. */
export type ReceivedBody = { readonly text: string | undefined; readonly type: string | null }

const MAX_BODIES = 1024
const MAX_TYPE = 200

type KeptBody = {
  id: number
  readonly user: number | null
  readonly type: string | null
  readonly size: number
  readonly from: number
  readonly length: number
  readonly isCut: boolean
}

export function createRequestBodies(
  redaction: Redaction = createRedaction(),
  buffer: TextBuffer = createTextBuffer(),
) {
  const ring: KeptBody[] = []
  let next = 0
  return { keep, find, drop }

  /** Returns false when the body held a credential, because the answer may repeat it. */
  function keep(id: number, user: number | null, { text, type }: ReceivedBody): boolean {
    if (text === undefined) return true
    const { text: clean, isCut, isRedacted } = cleanBody(redaction, text, type ?? '')
    ring[next] = {
      id,
      user,
      type: type === null ? null : redaction.header(type).slice(0, MAX_TYPE),
      size: text.length,
      from: buffer.write(clean),
      length: clean.length,
      isCut,
    }
    next = (next + 1) % MAX_BODIES
    return !isRedacted
  }

  function find(id: number): RequestBody {
    const kept = ring.find((one) => one.id === id)
    const text = kept && buffer.read(kept.from, kept.length)
    if (kept === undefined || text === undefined) return unknown
    const { type, size, isCut } = kept
    return {
      type: toHeaderText(type),
      size,
      text: Buffer.from(text, 'latin1').toString('utf8'),
      is_cut: isCut,
    }
  }

  /**
   * Forgets the bodies of one user. Null means requests without a known user; undefined means
   * all requests.
   */
  function drop(user: number | null | undefined): void {
    for (const kept of ring) if (user === undefined || kept.user === user) kept.id = 0
  }
}

const unknown: RequestBody = { type: null, size: null, text: null, is_cut: false }
