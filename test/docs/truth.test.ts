import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { flagName } from '../../src/config.ts'
import { switches } from '../../src/config/switches.ts'
import { editionNames } from '../../src/editions.ts'
import { endpointNames } from '../../src/exchange/endpoint-names.ts'
import { Effect } from '../../src/faults/effect.ts'
import { startMock } from '../../src/index.ts'
import { rules } from '../../src/judge/rules.ts'
import { mistakes } from '../clients/corpus.ts'
import { blocksOf, pages, read, root } from './pages.ts'

test('the README is a way in, and short', () => {
  expect(read('README.md').split('\n').length).toBeLessThanOrEqual(160)
})

const pageOfFaults = read('docs/faults.md')
const effects = new Set(
  JSON.stringify(z.toJSONSchema(Effect, { io: 'input' })).match(
    /(?<="type":\{"type":"string","const":")\w+/g,
  ),
)

test('the effects are read from the schema', () => {
  expect(effects).toContain('status')
})

test.each([...effects])('docs/faults.md has the effect %s', (type) => {
  expect(pageOfFaults).toContain(`| \`${type}\` |`)
})

test.each([...editionNames])('docs/editions.md has the edition %s', (edition) => {
  expect(read('docs/editions.md')).toContain(`| \`${edition}\` |`)
})

test.each(Object.keys(switches))('docs/editions.md has the switch %s', (name) => {
  expect(read('docs/editions.md')).toContain(`| \`${flagName(name)}\` |`)
})

test.each([...endpointNames])('docs/faults.md has the endpoint %s', (name) => {
  expect(pageOfFaults).toContain(`\`${name}\``)
})

test.each(rules)('the corpus has two clients at least that break the rule $id', ({ id }) => {
  const clients = mistakes.flatMap(({ rule, clients: own }) => (rule === id ? own : []))
  expect(clients.length).toBeGreaterThanOrEqual(2)
})

const folders = readdirSync(`${root}/src`, { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
)

test.each(folders)('docs/architecture.md says what src/$name holds', ({ name }) => {
  expect(read('docs/architecture.md')).toMatch(new RegExp(`^\\| .*\`${name}\`.* \\| `, 'm'))
})

const wayOfRequest = [
  ...read('docs/architecture.md').matchAll(/^\| `(\w+\/[\w-]+\.ts)` \| (`\w+`(?:, `\w+`)*) \|/gm),
].flatMap(([, file = '', names = '']) =>
  [...names.matchAll(/\w+/g)].map(([name]) => ({ file, name })),
)

test('docs/architecture.md follows a request', () => {
  expect(wayOfRequest.length).toBeGreaterThanOrEqual(10)
})

test.each(wayOfRequest)('the function $name is in src/$file, as the way says', ({ file, name }) => {
  expect(read(`src/${file}`)).toMatch(new RegExp(`^(?:export )? *(?:function )?${name}\\(`, 'm'))
})

describe.each(pages)('%s', (page) => {
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)

  test('links to what exists', () => {
    const local = links.filter((link) => !/^https?:/.test(link))
    const broken = local.filter((link) => !isThere(page, link))
    expect(broken).toEqual([])
  })
})

function isThere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const file = path === '' ? page : join(dirname(page), path)
  if (!existsSync(`${root}/${file}`)) return false
  return anchor === undefined || anchorsOf(file).includes(anchor)
}

/** The anchors that GitHub makes of headings. */
const anchorsOf = (page: string): string[] =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  )

describe('every sample in TypeScript is part of an example that runs', () => {
  const examples = globSync('test/examples/**/*.ts', { cwd: root }).map((file) =>
    normalized(readFileSync(`${root}/${file}`, 'utf8')),
  )
  const samples = pages.flatMap((page) => blocksOf(page, 'ts').map((code) => ({ page, code })))

  test.each(samples)('$page: $code', ({ code }) => {
    expect(examples.some((example) => example.includes(normalized(code)))).toBe(true)
  })
})

/** The code without indentation, which may differ between two pages. */
const normalized = (code: string): string => code.replaceAll(/^\s+/gm, '').trim()

/** The request that a curl line sends. */
function requestOf(line: string, url: string): { url: string; headers: Headers } {
  const words = [...line.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word)
  const headers = words
    .filter((_word, index) => words[index - 1] === '-H')
    .map((header) => header.split(': '))
  const target = words.find((word) => word.startsWith('http://localhost:4080/')) ?? ''
  return {
    url: target.replace('http://localhost:4080', url),
    headers: new Headers(headers.map(([name = '', value = '']) => [name, value])),
  }
}

test('the judge only notes in the requests of the README what they show', async () => {
  await using mock = await startMock()
  const lines = read('README.md').match(/curl .*\/api\/user\/conversations.*/g) ?? []
  expect(lines.length).toBeGreaterThan(3)
  for (const line of lines) {
    const { url, headers } = requestOf(line, mock.url)
    await fetch(url, { headers })
  }
  expect(await mock.requests.count({ path: '/api/user/conversations' })).toBe(lines.length)
  expect((await mock.findings()).map(({ rule, severity }) => [rule, severity])).toEqual([
    ['filter-refused', 'note'],
  ])
})
