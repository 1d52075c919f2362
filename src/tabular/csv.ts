// Records of a CSV file, as spreadsheets and databases write it, in batches.

import { CsvError, parse, type Parser } from 'csv-parse'
import { DatasetError } from '../dataset/dataset.ts'
import { countLines } from '../dataset/json-reader.ts'
import { createUtf8Reader } from '../dataset/utf8.ts'

export type CsvRecord = { readonly cells: readonly string[]; readonly line: number }

type CsvFile = {
  readonly batches: AsyncGenerator<CsvRecord[]>
  /** Spreadsheets take the comma for decimals where they separate cells by something else. */
  readonly separator: string
}

const separators = [',', ';', '\t', '|']
const MAX_HEADER = 65_536
/** A quote that does not end would take all rows that follow for one cell. */
const MAX_RECORD = 2 ** 20

/** Throws an EncodingError, or a DatasetError for quotes that do not fit. */
export async function readCsv(chunks: AsyncIterable<Uint8Array>, file: string): Promise<CsvFile> {
  const texts = decode(chunks)
  const head = await readHead(texts)
  const [, given] = /^sep=(.)\r?\n/.exec(head) ?? []
  const start = given === undefined ? 0 : head.indexOf('\n') + 1
  const separator = given ?? separatorOf(head)
  return { separator, batches: records(head.slice(start), texts, { file, separator, start }) }
}

async function* decode(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const reader = createUtf8Reader()
  for await (const chunk of chunks) yield reader.push(chunk).toString()
  for (let rest = reader.end(); rest.length > 0; rest = reader.end()) yield rest.toString()
}

/** The text up to the end of the header, and all that came with it. */
async function readHead(texts: AsyncGenerator<string>): Promise<string> {
  let head = ''
  while (head.length < MAX_HEADER && !/[\r\n][^]*[\r\n]/.test(head)) {
    const { value, done } = await texts.next()
    if (done) break
    head += value
  }
  return head
}

/** The one that is most often in the first line with text, outside of quotes. */
function separatorOf(head: string): string {
  const line =
    head
      .replaceAll(/"[^"]*"/g, '')
      .trimStart()
      .split(/\r|\n/, 1)[0] ?? ''
  const counts = separators.map((separator) => line.split(separator).length)
  return separators[counts.indexOf(Math.max(...counts))] ?? ','
}

type RecordOptions = { readonly file: string; readonly separator: string; readonly start: number }

async function* records(
  head: string,
  texts: AsyncGenerator<string>,
  { file, separator, start }: RecordOptions,
): AsyncGenerator<CsvRecord[]> {
  // The line with which a spreadsheet names the separator is cut off.
  const linesBefore = start === 0 ? 0 : 1
  let batch: CsvRecord[] = []
  const parser = parse({
    delimiter: separator,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD,
    on_record(cells: string[], { lines }) {
      // A record that goes over several lines is named by its first.
      const more = cells.reduce((sum, cell) => sum + countLines(cell), 0)
      batch.push({ cells, line: lines - more + linesBefore })
      return null
    },
  })
  const failure = new Promise<Error>((resolve) => parser.once('error', resolve))
  parser.resume()

  async function feed(text: string | undefined): Promise<CsvRecord[]> {
    const failed = await Promise.race([failure, write(parser, text)])
    if (failed) throw explain(failed, file, linesBefore)
    const complete = batch
    batch = []
    return complete
  }

  try {
    yield await feed(head)
    for await (const text of texts) yield await feed(text)
    yield await feed(undefined)
  } finally {
    parser.destroy()
    await texts.return(undefined)
  }
}

/** Without a text it is the end. */
function write(parser: Parser, text: string | undefined): Promise<undefined> {
  return new Promise((resolve) => {
    if (text === undefined) parser.end(() => resolve(undefined))
    else parser.write(text, (error) => error ?? resolve(undefined))
  })
}

const sentences: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote begins and does not end',
  CSV_MAX_RECORD_SIZE: 'a row is longer than 1 MiB; a quote may begin there that does not end',
  INVALID_OPENING_QUOTE:
    'a quote stands inside of a cell; put the cell in quotes, and write the quote twice',
  CSV_INVALID_CLOSING_QUOTE:
    'text follows the quote that ends a cell; write a quote inside of a cell twice',
}

function explain(error: Error, file: string, linesBefore: number): Error {
  if (!(error instanceof CsvError)) return error
  const sentence = sentences[error.code]
  if (sentence === undefined) return new DatasetError(`${file} is not CSV: ${error.message}`)
  const line = 'lines' in error ? Number(error.lines) + linesBefore : undefined
  return new DatasetError(
    `${file} is not CSV: ${line === undefined ? '' : `line ${line}: `}${sentence}`,
  )
}
