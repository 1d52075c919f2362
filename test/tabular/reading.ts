// Reading the rows of a text as if it were a file.

import type { Dataset } from '../../src/dataset/dataset.ts'
import { DatasetError } from '../../src/dataset/dataset.ts'
import type { SortOrder } from '../../src/dataset/sort-order.ts'
import { lineOf } from '../../src/tabular/line-index.ts'
import { readTable } from '../../src/tabular/read-rows.ts'
import { chunksOf } from '../dataset/streaming.ts'

export type ReadText = {
  readonly format?: 'csv' | 'lines'
  readonly chunk?: number
  readonly order?: SortOrder
  readonly rowCount?: number
}

export type ReadRows = Pick<Dataset, 'users' | 'tokens' | 'assistants' | 'conversations'> & {
  readonly warnings: readonly string[]
  readonly lines: readonly number[]
}

export async function readText(
  text: string | Uint8Array,
  { format = 'csv', chunk = 2 ** 16, order = 'id', rowCount = 1000 }: ReadText = {},
): Promise<ReadRows> {
  const warnings: string[] = []
  const file = {
    name: 'rows',
    format,
    chunks: typeof text === 'string' ? chunksOf(text, chunk) : once(text),
    countRows: async () => rowCount,
  }
  const { parts, lines } = readTable(file, { order, onWarning: (line) => warnings.push(line) })
  const rows: ReadRows = {
    users: [],
    tokens: [],
    assistants: [],
    conversations: [],
    warnings,
    lines: [],
  }
  for await (const part of parts) {
    if (part.table === 'users') rows.users.push(...part.rows)
    else if (part.table === 'tokens') rows.tokens.push(...part.rows)
    else if (part.table === 'assistants') rows.assistants.push(...part.rows)
    else if (part.table === 'conversations') rows.conversations.push(...part.rows)
  }
  return { ...rows, lines: rows.conversations.map((_, index) => lineOf(lines, index)) }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

export const refusalOf = (text: string | Uint8Array, options?: ReadText): Promise<string> =>
  readText(text, options).then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof DatasetError) return error.message
      throw error
    },
  )
