// Finds the format of a file by its name, or by its first line.

import { messageTables } from '../dataset/message.ts'

export type FileFormat = 'json' | 'csv' | 'lines'

const extensions: readonly (readonly [RegExp, FileFormat])[] = [
  [/\.(?:csv|tsv)$/i, 'csv'],
  [/\.(?:ndjson|jsonl)$/i, 'lines'],
  [/\.json$/i, 'json'],
]

/** Bytes of the first line that are read at most. */
const MAX_HEAD = 2 ** 20
const LINE_FEED = 0x0a

type Sniffed = { readonly format: FileFormat; readonly chunks: AsyncIterable<Uint8Array> }

/** Finds the format of a file. The chunks of the result are all chunks, those read included. */
export async function sniffFormat(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<Sniffed> {
  const named = extensions.find(([pattern]) => pattern.test(name))?.[1]
  if (named !== undefined) return { format: named, chunks }
  const rest = chunks[Symbol.asyncIterator]()
  const head: Uint8Array[] = []
  let length = 0
  while (length < MAX_HEAD) {
    const { value, done } = await rest.next()
    if (done) break
    head.push(value)
    length += value.length
    if (value.includes(LINE_FEED)) break
  }
  const text = Buffer.concat(head).toString()
  return { format: formatOf(text.replace(/^\ufeff/, '').trimStart()), chunks: join(head, rest) }
}

async function* join(
  head: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* head
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

const tables: ReadonlySet<string> = new Set([
  '$schema',
  'captured',
  'users',
  'tokens',
  'assistants',
  'conversations',
  ...messageTables,
])

/** A first line that is a whole JSON object means JSON lines, unless it is a dataset. */
function formatOf(text: string): FileFormat {
  if (text === '' || text.startsWith('[')) return 'json'
  if (!text.startsWith('{')) return /^[\0-\x08\x80-\uffff]/.test(text) ? 'json' : 'csv'
  try {
    const value: object = JSON.parse(text.split('\n', 1)[0] ?? '')
    return Object.keys(value).some((name) => tables.has(name)) ? 'json' : 'lines'
  } catch {
    return 'json'
  }
}
