import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { announce } from '../../src/cli/announcement.ts'
import { parseSettings } from '../../src/parse-settings.ts'
import { toLoop } from '../../src/dashboard/walks/loop.ts'
import { withToken } from '../../src/dashboard/requests/curl.ts'
import { editionNames } from '../../src/editions.ts'
import { createLog } from '../../src/cli/log.ts'
import { quote } from '../../src/system/shell.ts'
import { startMock } from '../../src/index.ts'

const nothing = async (): Promise<void> => undefined

type Given = {
  readonly key?: string[]
  readonly edition?: 'nicecall'
  readonly host?: string
  readonly plains?: readonly string[]
}

/** The lines for a mock that has the given tokens, by default one for each edition. */
function announced({ key = [], plains, ...options }: Given, isTerminal = true): string[] {
  const settings = parseSettings([{ values: { key, ...options }, nameOf: (name) => name }])
  const editionOf = (index: number) =>
    settings.key[index]?.edition ?? editionNames[index] ?? 'combined'
  const tokens = (plains ?? editionNames.map((name) => `${name}-demo-key`)).map((plain, index) => ({
    id: index + 1,
    user_id: 1,
    plain,
    edition: editionOf(index),
  }))
  let written = ''
  const log = createLog({ ...settings, isTerminal, write: (text) => void (written += text) })
  announce(
    log,
    {
      url: 'http://127.0.0.1:4080',
      localUrl: 'http://127.0.0.1:4080',
      adminToken: 'made-up',
      certificate: undefined,
      tokens,
      datasetName: 'x',
      rows: 1,
      setClock: nothing,
      close: nothing,
    },
    settings,
  )
  return written.trimEnd().split('\n')
}

describe('the keys', () => {
  test('are one for each generation, with what each is for', () => {
    expect(announced({}).slice(-4)).toEqual([
      'pages: nicecall-demo-key is for clients that count pages or follow next_page_url',
      'cursors: autocalls-demo-key is for clients that send back next_cursor',
      'both: combined-demo-key is for clients of either kind',
      "ready at http://localhost:4080; try: curl -H 'Authorization: Bearer combined-demo-key' -H 'Accept: application/json' 'http://localhost:4080/api/user/conversations?per_page=5'",
    ])
  })

  test('are in the JSON line too', () => {
    const line: unknown = JSON.parse(announced({}, false).at(-1) ?? '')
    expect(line).toMatchObject({
      message: expect.stringContaining(
        'cursors: autocalls-demo-key is for clients that send back next_cursor',
      ),
      url: 'http://localhost:4080',
      key: 'combined-demo-key',
      edition: 'combined',
      keys: {
        pages: { key: 'nicecall-demo-key', edition: 'nicecall' },
        cursors: { key: 'autocalls-demo-key', edition: 'autocalls' },
        both: { key: 'combined-demo-key', edition: 'combined' },
      },
    })
  })

  test('are those that were given, and no others', () => {
    const lines = announced({ key: ['mine=autocalls'], plains: ['mine', 'of-the-dataset'] })
    expect(lines.slice(-2)).toEqual([
      'cursors: m… is for clients that send back next_cursor',
      expect.stringContaining('with the key m… in $KEY try: curl -H "Authorization: Bearer $KEY"'),
    ])
    expect(lines.join('\n')).not.toContain('of-t')
  })

  test.each([true, false])(
    'are never told in full where somebody chose them, on a terminal: %s',
    (isTerminal) => {
      const secrets = ['abc', 'mine', 'a-key-that-is-long', 'k'.repeat(64)]
      for (const plain of secrets) {
        const lines = announced({ key: [plain], plains: [plain] }, isTerminal).join('\n')
        expect(lines).not.toContain(plain)
        expect(lines).toContain('$KEY')
        expect(lines).not.toContain('"key":')
      }
      expect(announced({ key: secrets, plains: secrets }).join('\n')).toMatch(
        / a-ke… | kkkk… | m… | … /,
      )
    },
  )

  test('are none where there are none, nor a line to try', () => {
    expect(announced({ plains: [] }).at(-1)).toBe('ready at http://localhost:4080')
  })

  test('hold nothing that steers a terminal', () => {
    expect(announced({ plains: ['a\u001b[2Jb', 'plain'] }).join('\n')).not.toContain('\u001b')
  })

  test('of the edition that was chosen are in the line to try', () => {
    expect(announced({ edition: 'nicecall' }).at(-1)).toContain(
      "'Authorization: Bearer nicecall-demo-key'",
    )
  })

  test('are warned of where everybody knows them and others can reach the machine', () => {
    const known = 'well-known keys'
    expect(announced({ host: '0.0.0.0' }).join('\n')).toContain(known)
    expect(announced({ host: '0.0.0.0', plains: ['own'] }).join('\n')).not.toContain(known)
    expect(announced({}).join('\n')).not.toContain(known)
  })
})

/** The words that curl gets, as the shell reads the line. */
const wordsOf = (line: string, env: Record<string, string> = {}): string[] =>
  execFileSync('sh', ['-c', `curl() { for word; do printf '%s\\0' "$word"; done; }\n${line}`], {
    encoding: 'utf8',
    env,
  }).split('\0')

describe.skipIf(process.platform === 'win32')(
  'a printed line can be pasted, whatever a key holds:',
  () => {
    const HOSTILE = [
      `it's`,
      '$HOME',
      '"',
      '`id`',
      '\\',
      '!x',
      "'$(id)'",
      '*',
      '-n',
      'schlüssel',
      '#',
      '~;&<>',
    ]
    test.each(HOSTILE)('%s', (plain) => {
      const header = `Authorization: Bearer ${plain}`
      const [, sample = ''] = / try: (.*)$/.exec(announced({ plains: [plain] }).at(-1) ?? '') ?? []
      expect(wordsOf(sample, { KEY: plain })).toContain(header)
      expect(
        wordsOf(withToken(`curl -g -H "Authorization: Bearer $TOKEN" 'http://h/'`, plain)),
      ).toContain(header)
      expect(wordsOf(toLoop('http://h/$(id)', plain)).slice(0, 9)).toEqual([
        '-s',
        '-o',
        '/dev/null',
        '-w',
        String.raw`%{http_code}\n`,
        '-H',
        header,
        '-H',
        'Accept: application/json',
      ])
      expect(wordsOf(toLoop('http://h/$(id)', plain))).toContain(
        'http://h/$(id)/api/user/conversations?page=2',
      )
      expect(wordsOf(`curl ${quote(plain)}`)).toEqual([plain, ''])
    })
  },
)

test('the line to try is one that the judge finds nothing in', async () => {
  await using mock = await startMock()
  const [, header = '', url = ''] =
    /'(Authorization: [^']*)'.*'(http[^']*)'$/.exec(announced({}).at(-1) ?? '') ?? []
  const [name = '', value = ''] = header.split(': ')
  const { search } = new URL(url)
  await fetch(`${mock.url}/api/user/conversations${search}`, {
    headers: { [name]: value, Accept: 'application/json' },
  })
  await mock.expectClean({ level: 'note' })
  expect(await mock.requests.count()).toBe(1)
})
