// Reads the records of a CSV file in batches, as spreadsheets and databases write it.

import { CsvError, parse, type Parser } from 'csv-parse'
import { DatasetError } from '../dataset/dataset.ts'
import { countLines } from '../dataset/json-reader.ts'
import { batchesOf } from '../dataset/parts.ts'
import { createUtf8Reader } from '../dataset/utf8.ts'
import { type CsvBytes, type CsvForm, type CsvRecord, cutRecords, findForm } from './csv-records.ts'

type CsvFile = {
  readonly batches: AsyncGenerator<CsvRecord[]>
  /** Tells how decimals are written: spreadsheets with another separator may use decimal commas. */
  readonly separator: string
}

const separators = [',', ';', '\t', '|']
const MAX_HEADER = 65_536
/** In bytes. Without a limit, a quote that never ends would make one cell of all later rows. */
const MAX_RECORD = 2 ** 20

/** Throws an EncodingError, or a DatasetError for misplaced quotes. */
export async function readCsv(chunks: AsyncIterable<Uint8Array>, file: string): Promise<CsvFile> {
  const checked = check(chunks)
  const bytes = await readHead(checked)
  const head = bytes.toString()
  const [, given] = /^sep=(.)\r?\n/.exec(head) ?? []
  const separator = given ?? separatorOf(head)
  // Some spreadsheets name the separator in a first line, `sep=;`. That line holds no cells.
  const begin: CsvBytes =
    given === undefined
      ? { bytes, line: 1 }
      : { bytes: bytes.subarray(bytes.indexOf('\n') + 1), line: 2 }
  const form = findForm(begin.bytes.toString(), separator)
  return { separator, batches: records(begin, checked, { file, separator, form }) }
}

async function* check(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const reader = createUtf8Reader()
  for await (const chunk of chunks) yield reader.push(chunk)
  for (let rest = reader.end(); rest.length > 0; rest = reader.end()) yield rest
}

/** Reads chunks until they contain two line end characters, or MAX_HEADER bytes. */
async function readHead(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0)
  while (head.length < MAX_HEADER && !/[\r\n][^]*[\r\n]/.test(head.toString('latin1'))) {
    const { value, done } = await chunks.next()
    if (done === true) break
    head = Buffer.concat([head, value])
  }
  return head
}

/** The separator that occurs most often outside of quotes, in the first line with text. */
function separatorOf(head: string): string {
  const line =
    head
      .replaceAll(/"[^"]*"/g, '')
      .trimStart()
      .split(/\r|\n/, 1)[0] ?? ''
  const counts = separators.map((separator) => line.split(separator).length)
  return separators[counts.indexOf(Math.max(...counts))] ?? ','
}

type RecordOptions = {
  readonly file: string
  readonly separator: string
  /** Undefined means that csv-parse must find out how lines end. */
  readonly form: CsvForm | undefined
}

async function* records(
  begin: CsvBytes,
  chunks: AsyncGenerator<Buffer>,
  options: RecordOptions,
): AsyncGenerator<CsvRecord[]> {
  const { form } = options
  try {
    const rest = form ? yield* takeRegular(begin, chunks, form) : begin
    yield* parseRecords(rest, chunks, options)
  } finally {
    await chunks.return(undefined)
  }
}

/** Returns the bytes that begin with the first record in another form or without an end. */
async function* takeRegular(
  begin: CsvBytes,
  chunks: AsyncGenerator<Buffer>,
  form: CsvForm,
): AsyncGenerator<CsvRecord[], CsvBytes> {
  for (let given = begin; ;) {
    const { records: batch, rest, state } = cutRecords(given, form)
    yield batch
    if (state === 'irregular') return rest
    const next = state === 'open' ? await chunks.next() : undefined
    if (next?.done === true) return rest
    given = next ? { ...rest, bytes: Buffer.concat([rest.bytes, next.value]) } : rest
  }
}

/** csv-parse reads every form of CSV and explains problems, but takes several times as long. */
async function* parseRecords(
  { bytes, line }: CsvBytes,
  chunks: AsyncGenerator<Buffer>,
  { file, separator, form }: RecordOptions,
): AsyncGenerator<CsvRecord[]> {
  const linesBefore = line - 1
  let batch: CsvRecord[] = []
  const parser = parse({
    delimiter: separator,
    ...(form && { record_delimiter: form.lineEnd }),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD,
    on_record(cells: string[], { lines }) {
      // csv-parse reports the last line of a record. Messages name the first one.
      const more = cells.reduce((sum, cell) => sum + countLines(cell), 0)
      batch.push({ cells, line: lines - more + linesBefore })
      return null
    },
  })
  const failure = new Promise<Error>((resolve) => parser.once('error', resolve))
  parser.resume()

  async function feed(next: Buffer | undefined): Promise<CsvRecord[]> {
    const failed = await Promise.race([failure, write(parser, next)])
    if (failed) throw explain(failed, file, linesBefore)
    const complete = batch
    batch = []
    return complete
  }

  try {
    yield* batchesOf(await feed(bytes))
    for await (const chunk of chunks) yield* batchesOf(await feed(chunk))
    yield* batchesOf(await feed(undefined))
  } finally {
    parser.destroy()
  }
}

/** Undefined bytes end the input. */
function write(parser: Parser, bytes: Buffer | undefined): Promise<undefined> {
  return new Promise((resolve) => {
    if (!bytes) parser.end(() => resolve(undefined))
    else parser.write(bytes, (error) => error ?? resolve(undefined))
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
