// Records of CSV in the form that almost all files have, cut out of bytes. All others are left to a parser of single bytes.

import { BATCH } from '../dataset/parts.ts'

export type CsvRecord = { readonly cells: readonly string[]; readonly line: number }

export type CsvForm = { readonly separator: string; readonly lineEnd: '\n' | '\r\n' }

/** Bytes of a file, and the line in which they begin. */
export type CsvBytes = { readonly bytes: Buffer; readonly line: number }

type Cut = {
  /** A few. More would outlive the collections of garbage that take short lives for granted. */
  readonly records: CsvRecord[]
  readonly rest: CsvBytes
  /** Why these are not more: there are enough, their end is missing, or the next one has another form. */
  readonly state: 'full' | 'open' | 'irregular'
}

const LINE_FEED = 0x0a
/** The parser knows how long a record may be, which is longer. */
const MAX_LENGTH = 2 ** 18

/** The form of a file that begins so; undefined for another. */
export function findForm(head: string, separator: string): CsvForm | undefined {
  const [lineEnd] = /\r\n|[\r\n]/.exec(head.replaceAll(/"[^"]*"/g, '')) ?? []
  const isKnown = (lineEnd === '\n' || lineEnd === '\r\n') && separator !== '"'
  return isKnown ? { separator, lineEnd } : undefined
}

/** The bytes begin with a record. Each record is decoded alone: one letter beyond Latin-1 would double the size of all others. */
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

/** Up to the first end of a line outside of quotes, with that. */
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

/** The cells of a record with its end; none for a blank line, and undefined for a record in another form. */
function cutCells(record: string, { separator, lineEnd }: CsvForm): string[] | undefined {
  const text = record.slice(0, -lineEnd.length)
  if (!record.endsWith(lineEnd) || text.includes('\r')) return undefined
  if (text === '') return []
  if (!text.includes('"')) return text.split(separator)
  // The parser counts lines of cells otherwise where they end in two characters.
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

/** Quotes stand around it, and twice within it. */
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
