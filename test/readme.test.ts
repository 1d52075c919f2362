import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { routes } from '../src/admin/routes.ts'
import { flagName, settingNames } from '../src/config.ts'
import { Effect } from '../src/faults/effect.ts'
import { commands } from '../src/commands.ts'
import { startMock } from '../src/index.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

const effects = new Set(JSON.stringify(z.toJSONSchema(Effect, { io: 'input' })).match(/(?<="type":\{"type":"string","const":")\w+/g))

test('there are fifteen effects', () => {
  expect(effects.size).toBe(15)
})

describe('the README has', () => {
  test.each(settingNames.map(flagName))('the option %s', (flag) => {
    expect(readme).toMatch(new RegExp(`\`${flag}\\b`))
  })

  test.each(commands)('the command %s', (command) => {
    expect(readme).toMatch(new RegExp(`conversations-mock \\[?${command}\\b`))
  })

  test.each(routes.map(({ method, url }) => [method, `/__admin${url.replace(/:(\w+)/g, '{$1}')}`]))('the route %s %s', (method, path) => {
    expect(readme).toContain(`| \`${method} ${path}\` |`)
  })

  test.each([...effects])('the effect %s', (type) => {
    expect(readme).toContain(`| \`${type}\` |`)
  })
})

test('every route in the README exists', () => {
  const known = new Set(routes.map(({ method, url }) => `${method} /__admin${url.replace(/:(\w+)/g, '{$1}')}`))
  const mentioned = [...readme.matchAll(/^\| `((?:GET|POST|PUT|PATCH|DELETE) \/__admin[^`]*)`/gm)].map(([, route]) => route ?? '')
  expect(mentioned.filter((route) => !known.has(route))).toEqual([])
})

/** What a line of curl asks of the list. */
function requestOf(line: string, url: string): { url: string; headers: Headers } {
  const words = [...line.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word)
  const headers = words.filter((_word, index) => words[index - 1] === '-H').map((header) => header.split(': '))
  const target = words.find((word) => word.startsWith('http://localhost:4080/')) ?? ''
  return {
    url: target.replace('http://localhost:4080', url),
    headers: new Headers(headers.map(([name = '', value = '']) => [name, value])),
  }
}

test('the judge finds nothing in the requests of the README', async () => {
  await using mock = await startMock()
  const lines = readme.match(/curl .*\/api\/user\/conversations.*/g) ?? []
  expect(lines.length).toBeGreaterThan(3)
  for (const line of lines) {
    const { url, headers } = requestOf(line, mock.url)
    await fetch(url, { headers })
  }
  expect(await mock.requests.count({ path: '/api/user/conversations' })).toBe(lines.length)
  await mock.expectClean({ level: 'note' })
})
