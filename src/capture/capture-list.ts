// Captures a live list as a dataset. A mock serves it with the same pages, order and totals.

import { randomBytes, scryptSync } from 'node:crypto'
import { completeAssistant } from '../dataset/assistant.ts'
import type { CaptureNote, TextKind } from '../dataset/captured.ts'
import { Conversation, type Dataset, parseDatasetText } from '../dataset/dataset.ts'
import { demoTokens, demoUsers } from '../dataset/demo-user.ts'
import { formatDataset } from '../dataset/text.ts'
import type { LiveApi } from '../live/live-api.ts'
import { type Anonymised, anonymise, findLeaks, type Replacements } from './anonymise.ts'
import { createAnonymiser } from './anonymiser.ts'
import { CaptureError } from './capture-error.ts'
import type { LiveRow, Losses } from './live-row.ts'
import { createOriginals } from './originals.ts'
import { type Interruption } from './interruption.ts'
import { type Walked, walkList } from './walk-list.ts'

export type CaptureListOptions = {
  readonly api: LiveApi
  /** The most rows to capture, by default 1000. */
  readonly rows?: number
  readonly filters?: Readonly<Record<string, string>>
  readonly keep?: readonly TextKind[]
  /** The same salt gives the same replacements. Without a salt, each run makes different ones. */
  readonly salt?: string | undefined
  /** An interrupted run that this one continues. */
  readonly resume?: { readonly dataset: Dataset; readonly interruption: Interruption } | undefined
  readonly onProgress?: ((rows: number, total: number | null) => void) | undefined
}

export type Captured = {
  readonly dataset: Dataset & { readonly captured: CaptureNote }
  /** The text of the dataset file. */
  readonly text: string
  readonly replacements: Replacements
  /** Places in the file where an original text still appears. */
  readonly leaks: readonly string[]
  readonly losses: Losses
  readonly totals: readonly number[]
  readonly repeated: number
  /** Whether the rows are newest first. Both orders of a mock then match the live list. */
  readonly isNewestFirst: boolean
  readonly failure: Walked['failure']
  /**
   * The state that another run needs to continue this one. Undefined when nothing is left to
   * capture.
   */
  readonly interruption: Interruption | undefined
}

export const DEFAULT_ROWS = 1000
const MIN_SALT = 16
const KEY_BYTES = 32

/**
 * Rejects with a LiveError or a CaptureError when there is no row to keep. A later failure is part
 * of the result.
 */
export async function captureList(options: CaptureListOptions): Promise<Captured> {
  const { api, filters = {}, rows: wanted = DEFAULT_ROWS, resume } = options
  const keep = new Set(options.keep)
  const key = resume ? keyOf(resume.interruption.key, options.salt) : keyOf(undefined, options.salt)
  const before = resume ? fromDataset(resume.dataset) : []
  const walked = await walkList({
    api,
    rows: wanted - before.length,
    filters,
    from: resume?.interruption.next,
    isKnown: createKnowledge(before, { key, keepsUuids: keep.has('uuids') }),
    onProgress: (count, total) => options.onProgress?.(before.length + count, total),
  })
  const anonymised = anonymise(walked.rows, { key, keep })
  const rows = [...before, ...anonymised.rows]
  const total = resume?.interruption.total ?? walked.total
  const note: CaptureNote = {
    rows: rows.length,
    total,
    complete: walked.next === undefined,
    paginator: walked.paginator,
    filters: Object.keys(filters),
    kept: [...keep],
  }
  const dataset = { ...toDataset(rows), captured: note }
  const text = [...formatDataset(dataset)].join('')
  return {
    dataset,
    text,
    replacements: anonymised.replacements,
    leaks: leaksIn(text, anonymised, keep),
    losses: walked.losses,
    totals: walked.totals,
    repeated: walked.repeated,
    isNewestFirst: rows.every(
      (row, index) => index === 0 || row.created_at <= (rows[index - 1]?.created_at ?? ''),
    ),
    failure: walked.failure,
    interruption:
      walked.failure && walked.next
        ? {
            next: walked.next,
            total,
            key: options.salt === undefined ? key.toString('base64') : null,
          }
        : undefined,
  }
}

/** Deriving the key is slow on purpose, so that nobody can try many salts. */
function keyOf(text: string | null | undefined, salt: string | undefined): Buffer {
  if (typeof text === 'string') return Buffer.from(text, 'base64')
  if (salt === undefined) return randomBytes(KEY_BYTES)
  if (salt.length < MIN_SALT)
    throw new CaptureError(
      `the salt has ${salt.length} characters, and somebody who guesses it can trace texts back; give at least ${MIN_SALT}`,
    )
  return scryptSync(salt, 'conversations-mock capture', KEY_BYTES)
}

/**
 * Returns a check: did the earlier run capture this row? That run knows rows only by their replaced
 * uuid.
 */
function createKnowledge(
  before: readonly LiveRow[],
  { key, keepsUuids }: { readonly key: Buffer; readonly keepsUuids: boolean },
): (uuid: string) => boolean {
  const known = new Set(before.map(({ uuid }) => uuid))
  const { uuid: replace } = createAnonymiser({ key, originals: createOriginals() })
  return (uuid) => known.size > 0 && known.has(keepsUuids ? uuid : replace(uuid))
}

/** The first row gets the highest id, because a mock lists the highest id first. */
function toDataset(rows: readonly LiveRow[]): Dataset {
  const names = new Map<string, string>()
  for (const row of rows)
    if (!names.has(row.assistant_uuid)) names.set(row.assistant_uuid, row.assistant_name)
  const assistants = [...names].map(([uuid, name], index) =>
    completeAssistant({ id: index + 1, uuid, user_id: 1, name }),
  )
  const ids = new Map(assistants.map(({ uuid, id }) => [uuid, id]))
  const conversations = rows.toReversed().map((row, index) => {
    const { assistant_uuid: uuid, assistant_name: _, ...fields } = row
    return Conversation.parse(
      { ...fields, id: index + 1, assistant_id: ids.get(uuid) },
      { jitless: true },
    )
  })
  return { users: [...demoUsers], tokens: [...demoTokens], assistants, conversations }
}

/** The rows of a dataset in the order of the captured list. */
function fromDataset({ assistants, conversations }: Dataset): LiveRow[] {
  const byId = new Map(assistants.map((assistant) => [assistant.id, assistant]))
  const toRow = ({ id: _, assistant_id, ...fields }: Conversation): LiveRow => ({
    ...fields,
    assistant_uuid: byId.get(assistant_id)?.uuid ?? '',
    assistant_name: byId.get(assistant_id)?.name ?? '',
  })
  return conversations.toReversed().map(toRow)
}

/** Searches the file's text, parsed as a mock parses it. */
function leaksIn(
  text: string,
  { originals, rows }: Anonymised,
  keep: ReadonlySet<TextKind>,
): string[] {
  const written = fromDataset(parseDatasetText(text, 'the captured dataset'))
  return findLeaks(written.slice(written.length - rows.length), { originals, keep })
}
