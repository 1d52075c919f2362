import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { createRandom } from '../../src/random/random.ts'
import { type CsvRecord, cutRecords } from '../../src/tabular/csv-records.ts'
import { readCsv } from '../../src/tabular/csv.ts'

type Read = { readonly records: CsvRecord[]; readonly failed: boolean }

async function read(text: string, chunk: number): Promise<Read> {
  const bytes = Buffer.from(text)
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
  }
  const records: CsvRecord[] = []
  try {
    const { batches } = await readCsv(chunks(), 'rows')
    for await (const batch of batches) records.push(...batch)
    return { records, failed: false }
  } catch {
    return { records, failed: true }
  }
}

/** The same by the parser alone. */
function parseAlone(text: string): Read {
  const records: CsvRecord[] = []
  try {
    parse(text, {
      relax_column_count: true,
      skip_empty_lines: true,
      on_record(cells: string[], { lines }) {
        records.push({ cells, line: lines - cells.join('').split('\n').length + 1 })
        return null
      },
    })
    return { records, failed: false }
  } catch {
    return { records, failed: true }
  }
}

test('records are cut as a parser of every byte reads them, wherever chunks end', async () => {
  const { below, pick } = createRandom(1, 1)
  const pieces = ['a', 'ü', '日', ',', ',', '\n', '\n', '"', '""', '"x"', '"x,\ny"', ' ']
  for (let round = 0; round < 120; round++) {
    const end = pick(['\n', '\r\n'])
    const rare = below(10) === 0 ? ['\r', '\n'] : [end]
    const words = Array.from({ length: 1 + below(14) }, () => pick([...pieces, ...rare]))
    const text = `a,b${end}${words.map((word) => (word === '\n' ? end : word)).join('')}`
    const expected = parseAlone(text)
    for (const chunk of [1, 5, 1000]) {
      const given = await read(text, chunk)
      expect(given.failed, JSON.stringify(text)).toBe(expected.failed)
      if (!given.failed) expect(given.records, JSON.stringify(text)).toEqual(expected.records)
    }
  }
})

test('quotes, separators and ends of lines in cells need no other parser', () => {
  const bytes = Buffer.from('a,"x ""y"",\nz",\n\n1,2,3\n4,')
  const { records, rest, state } = cutRecords({ bytes, line: 7 }, { separator: ',', lineEnd: '\n' })
  expect(records).toEqual([
    { cells: ['a', 'x "y",\nz', ''], line: 7 },
    { cells: ['1', '2', '3'], line: 10 },
  ])
  expect([rest.bytes.toString(), rest.line, state]).toEqual(['4,', 11, 'open'])
})

test.each([
  ['a quote inside of a cell', 'a,b\n1,2\n3,4"5"\n', 'line 3: a quote stands inside'],
  ['text behind a quote', 'a,b\n1,2\n"3\n4"5,6\n', 'line 4: text follows the quote'],
  ['a quote without an end', 'a,b\n1,2\n\n"3,\n4\n', 'a quote begins and does not end'],
  ['a row without an end', `a,b\n1,2\n"${'x,\n'.repeat(360_000)}`, 'a row is longer than 1 MiB'],
])('%s is refused behind rows that are cut', async (_name, text, sentence) => {
  const { batches } = await readCsv(
    (async function* () {
      yield Buffer.from(text)
    })(),
    'rows',
  )
  const reading = (async () => {
    for await (const _ of batches);
  })()
  await expect(reading).rejects.toThrow(sentence)
})
