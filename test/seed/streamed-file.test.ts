// Files whose rows are written while they are read.

import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { DatasetError } from '../../src/dataset/dataset.ts'
import { formatRow } from '../../src/dataset/text.ts'
import { parseSettings } from '../../src/parse-settings.ts'
import { generateDataset } from '../../src/seed/generator.ts'
import { type Server, startServer } from '../../src/server/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'streamed-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Started = { readonly rows: number; readonly source: string; readonly first: unknown }

async function start(settings: Record<string, unknown>, stdin?: string | Buffer): Promise<Started> {
  const given = [{ values: { port: 0, ...settings }, nameOf: (name: string) => name }]
  const server = await startServer(
    parseSettings(given),
    stdin === undefined ? {} : { stdin: Readable.from([Buffer.from(stdin)]) },
  )
  try {
    return { rows: server.rows, source: server.datasetName, first: await firstOf(server) }
  } finally {
    await server.close()
  }
}

async function firstOf({ url, tokens }: Server): Promise<unknown> {
  const headers = { Authorization: `Bearer ${tokens[0]?.plain}`, Accept: 'application/json' }
  const response = await fetch(`${url}/api/user/conversations?per_page=1`, { headers })
  const { data }: { data: { id: unknown }[] } = JSON.parse(await response.text())
  return data[0]?.id
}

const refusalOf = (settings: Record<string, unknown>, stdin?: string): Promise<string> =>
  start(settings, stdin).then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof DatasetError) return error.message
      throw error
    },
  )

function fileOf(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const users = '"users":[{"id":1}],"tokens":[{"id":1,"user_id":1,"plain":"k"}]'
const assistants = '"assistants":[{"id":1,"uuid":"a","user_id":1,"name":"A"}]'
const row = (id: number, uuid = `u${id}`): string =>
  `{"id":${id},"uuid":"${uuid}","assistant_id":1,"type":"test","message_count":1,"total_cost":0.5,"ai_enabled":true,` +
  '"created_at":"2025-01-25 10:15:00","updated_at":"2025-01-25 10:28:45"}'

/** White space makes any file too long to be read as a whole. */
const long = (text: string): string => `${text}${' '.repeat(2 ** 23)}`

describe('a long JSON file', () => {
  test('is a dataset as a short one is', async () => {
    const { conversations, ...others } = await generateDataset({ count: 300, seed: 3 })
    const text = JSON.stringify({ ...others, conversations: ['?'] }).replace(
      '"?"',
      conversations.map(formatRow).join(',\n'),
    )
    const [short, read] = [fileOf('short.json', text), fileOf('long.json', long(text))]
    expect(await start({ dataset: read })).toEqual({
      ...(await start({ dataset: short })),
      source: `${read}, ${Buffer.byteLength(text) + 2 ** 23} bytes`,
    })
  })

  test('may be an answer of the API, and begin with $schema', async () => {
    const answer =
      '{"data":[{"id":"u1","assistant_id":"a","assistant_name":"A","type":"test","message_count":1,"total_cost":0.5,' +
      '"ai_enabled":true,"created_at":"2025-01-25 10:15:00","updated_at":"2025-01-25 10:28:45"}],"per_page":15}'
    expect(await start({ dataset: fileOf('answer.json', long(answer)) })).toMatchObject({
      rows: 1,
      first: 'u1',
    })
    const note = '{"rows":1,"total":1,"complete":true,"paginator":"page","filters":[],"kept":[]}'
    const dataset = `{"$schema":"x",${users},${assistants},"conversations":[${row(1)}],"captured":${note}}`
    expect(await start({ dataset: fileOf('schema.json', long(dataset)) })).toMatchObject({
      rows: 1,
    })
    expect(await start({ dataset: fileOf('s.json', dataset) })).toMatchObject({ rows: 1 })
  })

  test.each([
    [
      'id',
      `${row(1)},${row(2)},${row(1, 'u3')}`,
      'conversations[2].id is already used by conversations[0]',
    ],
    [
      'uuid',
      `${row(1)},${row(2)},${row(3, 'u2')}`,
      'conversations[2].uuid is already used by conversations[1]',
    ],
  ])('is refused where two rows share an %s', async (column, rows, sentence) => {
    const file = fileOf(
      `${column}.json`,
      long(`{${users},${assistants},"conversations":[${rows}]}`),
    )
    expect(await refusalOf({ dataset: file })).toBe(`${file}: ${sentence}; it must be unique`)
  })

  test('is refused for a message of no conversation, and leaves no database file', async () => {
    const message = '{"id":1,"conversation_id":9,"role":"user","content":"Hi"}'
    const text = `{${users},${assistants},"conversations":[${row(1)}],"messages":[${message}]}`
    const file = fileOf('messages.json', long(text))
    const db = join(folder, 'refused.db')
    expect(await refusalOf({ dataset: file, db })).toBe(
      `${file}: messages[0].conversation_id names 9, which does not exist; add it or correct the reference`,
    )
    // The name is free for another dataset.
    expect(await start({ dataset: 'one', db })).toMatchObject({ rows: 1 })
  })
})

describe('a table', () => {
  test('is the dataset, and its database file knows it again', async () => {
    const file = fileOf('rows.csv', 'uuid,type\nu1,api\nu2,api\n')
    const db = join(folder, 'rows.db')
    const expected = { rows: 2, source: `${file}, 24 bytes`, first: 'u1' }
    expect(await start({ dataset: file, db })).toEqual(expected)
    expect(await start({ dataset: file, db })).toEqual(expected)
    appendFileSync(file, 'u3,api\n')
    await expect(start({ dataset: file, db })).rejects.toThrow(
      `${db} holds ${file}, 24 bytes, not ${file}, 31 bytes; remove the file`,
    )
  })

  test('is refused where two rows share a uuid, by their lines', async () => {
    const file = fileOf('twice.csv', 'uuid,customer_name\nu1,"a\nb"\nu2,\n\nu1,c\n')
    expect(await refusalOf({ dataset: file })).toBe(
      `${file}: line 6, uuid: is already used in line 2; it must be unique`,
    )
  })

  test('that is not there, or a folder, or one of several files is refused', async () => {
    expect(await refusalOf({ dataset: 'none.csv' })).toMatch(
      /^cannot read the dataset none\.csv: there is no such file; give a file or one of demo, /,
    )
    const file = fileOf('other.ndjson', '{"id":1}\n')
    expect(await refusalOf({ dataset: [file, file] })).toBe(
      `${file} cannot be joined with other files; give it alone`,
    )
  })
})

describe('stdin', () => {
  test.each([
    ['a dataset', `{${users},${assistants},"conversations":[${row(1)}]}`],
    ['a list', '[]'],
    ['CSV', '\ufeffuuid,type\nu1,api\n'],
    ['JSON lines', '{"id":"u1"}\n{"id":"u2"}\n'],
    ['one answer in a line', '{"data":[],"per_page":15}\n'],
    ['one answer over several lines', '{\n"data":[],\n"per_page":15}\n'],
  ])('may be %s', async (_name, text) => {
    const { source } = await start({ dataset: '-' }, text)
    expect(source).toBe(`stdin, ${Buffer.byteLength(text)} bytes`)
  })

  test('is told by its length when a database file holds rows', async () => {
    const db = join(folder, 'stdin.db')
    await start({ dataset: '-', db }, 'uuid\nu1\n')
    expect(await start({ dataset: '-', db }, 'uuid\nu1\n')).toMatchObject({ rows: 1 })
    await expect(start({ dataset: '-', db }, 'uuid\nu1\nu2\n')).rejects.toThrow(
      'holds stdin, 8 bytes, not stdin, 11 bytes',
    )
  })

  test.each([
    ['nothing', '', 'stdin is not JSON'],
    ['a zip archive', 'PK\u0003\u0004x', 'stdin is a zip archive'],
    ['a row that is wrong', 'uuid,type\nu1,fax\n', 'stdin: line 2, type: '],
  ])('is refused for %s', async (_name, text, sentence) => {
    expect(await refusalOf({ dataset: '-' }, text)).toContain(sentence)
  })
})
