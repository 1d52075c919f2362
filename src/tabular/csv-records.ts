// Cuts CSV records out of bytes, for the form that almost all files have. csv-parse reads records
// in any other form. It is slower, because it looks at each byte.

import { BATCH } from '../dataset/parts.ts'

export type CsvRecord = { readonly cells: readonly string[]; readonly line: number }

export type CsvForm = { readonly separator: string; readonly lineEnd: '\n' | '\r\n' }

/** Bytes of a file, and the number of the line in which they begin. */
export type CsvBytes = { readonly bytes: Buffer; readonly line: number }

type Cut = {
  /** At most BATCH. A larger array would outlive V8's collections of young objects. */
  readonly records: CsvRecord[]
  readonly rest: CsvBytes
  /**
   * The reason why the cut stopped. `full`: the batch is full. `open`: the next record has no end
   * yet. `irregular`: the next record has another form.
   */
  readonly state: 'full' | 'open' | 'irregular'
}

const LINE_FEED = 0x0a
/** In bytes. csv-parse accepts longer records, and enforces the real limit. */
const MAX_LENGTH = 2 ** 18

/** Finds the form of a file by its beginning. Undefined means that only csv-parse can read it. */
export function findForm(head: string, separator: string): CsvForm | undefined {
  const [lineEnd] = /\r\n|[\r\n]/.exec(head.replaceAll(/"[^"]*"/g, '')) ?? []
  const isKnown = (lineEnd === '\n' || lineEnd === '\r\n') && separator !== '"'
  return isKnown ? { separator, lineEnd } : undefined
}

/**
 * The bytes must begin with a record. Each record is decoded by itself. In one string for all, a
 * single letter beyond Latin-1 would double the memory of the others.
 */
export function cutRecords({ bytes, line: firstLine }: CsvBytes, form: CsvForm): Cut {
  const records: CsvRecord[] = []
  let at = 0
  let line = firstLine
  const cutAt = (state: Cut['state']): Cut => ({
    records,
    rest: { bytes: bytes.subarray(at), line },
    state,
  })

  while (records.length < BATCH) {
    const record = findRecord(bytes, at)
    if (!record) return cutAt(bytes.length - at > MAX_LENGTH ? 'irregular' : 'open')
    const cells = cutCells(record.text, form)
    if (!cells) return cutAt('irregular')
    if (cells.length > 0) records.push({ cells, line })
    line += record.lines
    at = record.end
  }
  return cutAt('full')
}

type FoundRecord = { readonly text: string; readonly end: number; readonly lines: number }

/** The record reaches to the first line end outside of quotes, and includes it. */
function findRecord(bytes: Buffer, start: number): FoundRecord | undefined {
  let text = ''
  let quotes = 0
  let lines = 1
  for (let from = start; ; lines++) {
    const end = bytes.indexOf(LINE_FEED, from) + 1
    if (end === 0) return undefined
    const next = bytes.toString('utf8', from, end)
    text += next
    quotes += countQuotes(next)
    if (quotes % 2 === 0) return { text, end, lines }
    from = end
  }
}

function countQuotes(text: string): number {
  let count = 0
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++
  return count
}

/** `record` includes its line end. Returns [] for a blank line, undefined for another form. */
function cutCells(record: string, { separator, lineEnd }: CsvForm): string[] | undefined {
  const text = record.slice(0, -lineEnd.length)
  if (!record.endsWith(lineEnd) || text.includes('\r')) return undefined
  if (text === '') return []
  if (!text.includes('"')) return text.split(separator)
  // In files with \r\n, csv-parse counts the lines within a cell differently.
  return lineEnd === '\r\n' && text.includes('\n') ? undefined : cutQuoted(text, separator)
}

type Cell = { readonly text: string; readonly end: number }

function cutQuoted(record: string, separator: string): string[] | undefined {
  const cells: string[] = []
  for (let at = 0; ;) {
    const cell = record[at] === '"' ? quotedCell(record, at) : plainCell(record, at, separator)
    if (!cell) return undefined
    cells.push(cell.text)
    if (cell.end === record.length) return cells
    if (record[cell.end] !== separator) return undefined
    at = cell.end + 1
  }
}

/** A cell within quotes. A quote inside of the cell is written twice. */
function quotedCell(record: string, start: number): Cell | undefined {
  let end = record.indexOf('"', start + 1)
  while (end >= 0 && record[end + 1] === '"') end = record.indexOf('"', end + 2)
  if (end < 0) return undefined
  return { text: record.slice(start + 1, end).replaceAll('""', '"'), end: end + 1 }
}

function plainCell(record: string, start: number, separator: string): Cell | undefined {
  const next = record.indexOf(separator, start)
  const end = next < 0 ? record.length : next
  const text = record.slice(start, end)
  return text.includes('"') ? undefined : { text, end }
}
