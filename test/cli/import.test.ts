import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parseDatasetText } from '../../src/dataset/dataset.ts'
import { runIn } from './program.ts'

const root = mkdtempSync(join(tmpdir(), 'import-test-'))
afterAll(() => rmSync(root, { recursive: true }))

const newFolder = (): string => mkdtempSync(join(root, 'x-'))

const page = (current_page: number): string =>
  JSON.stringify({
    current_page,
    data: [
      {
        id: `u${current_page}`,
        assistant_id: 'a',
        assistant_name: 'A',
        type: 'test',
        message_count: 1,
        total_cost: 0.5,
        ai_enabled: true,
        created_at: '2025-01-25 10:15:00',
        updated_at: '2025-01-25 10:28:45',
      },
    ],
  })

describe('import', () => {
  test('writes the rows of a table as a dataset that editors know', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'rows.csv'), 'uuid;variables.plan\nu1;pro\nu2;free\n')
    const { code, err } = await runIn(folder, ['import', 'rows.csv', '--out', 'dataset.json'])
    expect([code, err]).toEqual([0, 'conversations-mock: dataset.json holds 2 conversations\n'])
    const text = readFileSync(join(folder, 'dataset.json'), 'utf8')
    expect(text).toContain('"$schema":"./node_modules/conversations-mock/dataset.schema.json"')
    expect(parseDatasetText(text, 'x').conversations).toMatchObject([
      { uuid: 'u2', variables: new Map([['plan', 'free']]) },
      { uuid: 'u1' },
    ])
  })

  test('joins answers of the API whose pages come in any order', async () => {
    const folder = newFolder()
    for (const number of [1, 2]) writeFileSync(join(folder, `${number}.json`), page(number))
    const { code, out } = await runIn(folder, ['import', '2.json', '1.json'])
    const { conversations } = parseDatasetText(out, 'x')
    expect([code, conversations.map(({ uuid }) => uuid)]).toEqual([0, ['u2', 'u1']])
  })

  test('writes nothing when a row is wrong', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'rows.csv'), 'uuid,type\nu1,fax\n')
    const { code, out, err } = await runIn(folder, ['import', 'rows.csv', '--out', 'd.json'])
    expect([code, out, readdirSync(folder)]).toEqual([1, '', ['rows.csv']])
    expect(err).toBe(
      'conversations-mock: rows.csv: line 2, type: must be one of test, widget, whatsapp, api, not "fax"\n',
    )
  })

  test.each([
    [['import'], 'which files? Write: conversations-mock import rows.csv --out dataset.json'],
    [['import', 'none.csv'], 'cannot read the dataset none.csv: there is no such file'],
    [['import', 'x.csv', '--out', 'no/d.json'], '--out no/d.json: the folder no does not exist'],
  ])('%j is refused', async (argv, sentence) => {
    const { code, err } = await runIn(newFolder(), argv)
    expect(code).toBe(1)
    expect(err).toContain(sentence)
  })
})

describe('init', () => {
  test('writes a starter whose config and dataset start a mock', async () => {
    const folder = newFolder()
    expect((await runIn(folder, ['init'])).code).toBe(0)
    const { code, err } = await runIn(folder, ['exec', '--', process.execPath, '--version'])
    expect([code, err]).toEqual([0, ''])
    const text = readFileSync(join(folder, 'conversations-mock.dataset.json'), 'utf8')
    expect(parseDatasetText(text, 'x').conversations).toHaveLength(3)
  })

  test('writes its test into a new folder, and it passes beside the mock', async () => {
    const folder = newFolder()
    expect((await runIn(folder, ['init', 'mock'])).out).toContain(
      'cd mock && npx conversations-mock',
    )
    const argv = ['exec', '--lint', '--', process.execPath, '--test', 'conversations-mock.test.mjs']
    const { code, err } = await runIn(join(folder, 'mock'), argv)
    expect([code, err]).toEqual([0, 'no findings in 1 walk (2 requests)\n'])
  })

  test('overwrites nothing, and then writes nothing', async () => {
    const folder = newFolder()
    const name = 'conversations-mock.config.json'
    writeFileSync(join(folder, name), '{}')
    const { code, err } = await runIn(folder, ['init'])
    expect([code, readFileSync(join(folder, name), 'utf8'), readdirSync(folder)]).toEqual([
      1,
      '{}',
      [name],
    ])
    expect(err).toContain(`init overwrites nothing, and ${name} is there already`)
  })
})
