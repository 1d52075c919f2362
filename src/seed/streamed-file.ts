// Opens a dataset file whose rows are stored while it is read.

import { createReadStream, type Stats, statSync } from 'node:fs'
import { completeAssistant } from '../dataset/assistant.ts'
import { demoTokens, demoUsers } from '../dataset/demo-user.ts'
import type { DatasetPart } from '../dataset/parts.ts'
import { readDataset } from '../dataset/stream.ts'
import { readTable } from '../tabular/read-rows.ts'
import { type FileOptions, nameOfRead, STDIN } from './dataset-file.ts'
import { sniffFormat } from './file-format.ts'
import type { RowLocations } from './row-locations.ts'

/** The most bytes of a saved API list, which is held in memory as a whole. */
const MAX_LIST = 2 ** 29
const CHUNK = 2 ** 18

type StreamOptions = FileOptions & {
  /** Turns a system error, such as a missing file, into the error to throw. */
  readonly refuse: (error: unknown) => Error
}

export type StreamedFile = {
  readonly parts: AsyncIterable<DatasetPart>
  /** Both are complete after the last part. */
  readonly datasetName: () => string
  readonly locations: RowLocations
}

/** Rejects with the error of `refuse` if the file cannot be read. */
export async function openStreamed(name: string, options: StreamOptions): Promise<StreamedFile> {
  const { stdin = process.stdin, onRead, refuse } = options
  const stats = name === STDIN ? undefined : statsOf(name, refuse)
  const total = stats?.isFile() === true ? stats.size : undefined
  const shown = name === STDIN ? 'stdin' : name
  let bytes = 0

  async function* counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      bytes += chunk.length
      onRead?.({ bytes, total })
      yield chunk
    }
  }

  const raw: AsyncIterable<Uint8Array> = name === STDIN ? stdin : readFile(name, refuse)
  const { format, chunks } = await sniffFormat(shown, counted(raw))
  const toName = (): string => nameOfRead(name, bytes)
  if (format === 'json')
    return {
      parts: readJson(shown, chunks, options),
      datasetName: toName,
      locations: { name: shown },
    }
  const { parts, lines } = readTable(
    {
      name: shown,
      format,
      chunks,
      ...(total !== undefined && { countRows: () => countLineEnds(name) }),
    },
    options,
  )
  return { parts, datasetName: toName, locations: { name: shown, lines } }
}

function statsOf(name: string, refuse: StreamOptions['refuse']): Stats {
  try {
    return statSync(name)
  } catch (error) {
    throw refuse(error)
  }
}

async function* readFile(
  name: string,
  refuse: StreamOptions['refuse'],
): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(name, { highWaterMark: CHUNK })
  try {
    yield* stream
  } catch (error) {
    throw isOfSystem(error) ? refuse(error) : error
  } finally {
    stream.destroy()
  }
}

const isOfSystem = (error: unknown): boolean => error instanceof Error && 'syscall' in error

/** Reads the parts of a JSON file. The rows of a saved API list belong to the demo user. */
async function* readJson(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  { order }: FileOptions,
): AsyncGenerator<DatasetPart> {
  let isFirst = true
  const options = { name, tables: 'all', order, maxListBytes: MAX_LIST } as const
  for await (const part of readDataset(chunks, options)) {
    if (part.isOfList === true && isFirst) {
      yield { table: 'users', rows: demoUsers, first: 0 }
      yield { table: 'tokens', rows: demoTokens, first: 0 }
    }
    isFirst = false
    if (part.isOfList !== true || part.table !== 'assistants') yield part
    else {
      const rows = part.rows.map((assistant) => completeAssistant({ ...assistant, user_id: 1 }))
      yield { ...part, rows }
    }
  }
}

/** Counts the lines of a file, which are at least as many as its rows. */
async function countLineEnds(path: string): Promise<number> {
  let count = 1
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
    if (!Buffer.isBuffer(chunk)) continue
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count++
  }
  return count
}
