import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { routes } from '../src/admin/routes.ts'
import { flagName, settingNames } from '../src/config.ts'
import { Effect } from '../src/faults/effect.ts'
import { commands } from '../src/flags.ts'

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
