import { describe, expect, test } from 'vitest'
import { environmentName, flagName, fromEnvironment, type Options, parseSettings, settingNames } from '../src/config.ts'
import { help } from '../src/help.ts'
import { readFileSync } from 'node:fs'

const fromCode = (values: object) => parseSettings([{ values: { ...values }, placeOf: (name) => name }])

test('a flag wins over the environment, that over the file, that over the default', () => {
  const flags = { values: { port: '1' }, placeOf: flagName }
  const env = fromEnvironment({ CONVERSATIONS_MOCK_PORT: '2', CONVERSATIONS_MOCK_HOST: 'b' })
  const file = { values: { port: 3, host: 'c', seed: 3 }, placeOf: (name: string) => `file: ${name}` }

  expect(parseSettings([flags, env, file])).toMatchObject({ port: 1, host: 'b', seed: 3, edition: 'combined' })
})

test('the own variable wins over PORT, and an empty one does not count', () => {
  expect(parseSettings([fromEnvironment({ PORT: '5', CONVERSATIONS_MOCK_PORT: '6' })]).port).toBe(6)
  expect(parseSettings([fromEnvironment({ PORT: '5', CONVERSATIONS_MOCK_PORT: '' })]).port).toBe(5)
})

test.each<[Options, Options]>([
  [{ rateLimit: '60' }, { rateLimit: 60 }],
  [{ rateLimit: 'off' }, { rateLimit: 'off' }],
  [{ cursorKeys: '5' }, { cursorKeys: 5 }],
  [{ laravel: '13' }, { laravel: 13 }],
  [{ trustProxies: 'true' }, { trustProxies: true }],
  [{ trustProxies: '0' }, { trustProxies: false }],
  [{ publicUrl: 'https://example.com/base' }, { publicUrl: 'https://example.com/base' }],
  [{ journal: '0' }, { journal: 0 }],
  [{ allowedHosts: 'Conversations, mock.test,[::2]' }, { allowedHosts: ['conversations', 'mock.test', '[::2]'] }],
])('reads %j', (values, expected) => {
  expect(fromCode(values)).toMatchObject(expected)
})

test('keys come as a list or separated by commas, with an edition or an id', () => {
  const keys = [
    { plain: 'a', edition: null, id: null },
    { plain: 'b', edition: 'autocalls', id: null },
    { plain: 'c', edition: null, id: 7 },
  ]
  expect(fromCode({ key: ['a', 'b=autocalls', '7|c'] }).key).toEqual(keys)
  expect(fromCode({ key: 'a, b=autocalls,7|c' }).key).toEqual(keys)
})

test.each([{ adminToken: 'short' }, { adminToken: 'has a space in it' }, { key: ['a secret'] }])('never repeats a secret: %j', (values) => {
  const [secret = ''] = Object.values(values).flat()
  expect(() => fromCode(values)).toThrow(/must be 8 to 200 visible ASCII characters|needs keys of the form/)
  expect(() => fromCode(values)).not.toThrow(secret)
})

describe('refuses', () => {
  test.each([
    [{ port: 'x' }, 'port must be a whole number from 0 to 65535, not "x"'],
    [{ port: 65_536 }, 'port must be a whole number from 0 to 65535'],
    [{ rateLimit: 0 }, 'rateLimit must be a whole number from 1 to 1000000'],
    [{ rateLimit: 'many' }, 'rateLimit must be off or a whole number from 1 to 1000000, not "many"'],
    [{ edition: 'x' }, 'edition must be one of nicecall, aiployees, autocalls, combined, not "x"'],
    [{ laravel: 10 }, 'laravel must be one of 11, 12, 13'],
    [{ trustProxies: 'maybe' }, 'trustProxies must be true or false, not "maybe"'],
    [{ publicUrl: 'ftp://x' }, 'publicUrl must be request, brand or a URL such as https://app.example.com, not "ftp://x"'],
    [{ key: ['a b'] }, 'key needs keys of the form KEY or KEY=edition'],
    [{ key: ['a=b'] }, 'key knows no edition "b"'],
    [{ allowedHosts: 'a:4080' }, 'allowedHosts must be host names without port, separated by commas'],
    [{ allowedHosts: ['*'] }, 'allowedHosts must be host names without port'],
    [{ journal: -1 }, 'journal must be a whole number from 0 to 1000000'],
    [{ prot: 1 }, 'prot is not a setting; known are port'],
    [{ generate: 1, dataset: 'demo' }, 'generate cannot go together with --dataset'],
  ])('%j', (values, message) => {
    expect(() => fromCode(values)).toThrow(message)
  })

  test('an environment variable by its own name', () => {
    expect(() => parseSettings([fromEnvironment({ CONVERSATIONS_MOCK_RATE_LIMIT: '0' })])).toThrow('CONVERSATIONS_MOCK_RATE_LIMIT must be')
  })
})

test.each(settingNames)('--help and the README name the flag of %s', (name) => {
  const flag = name === 'judge' || name === 'dashboard' ? `--no-${name}` : flagName(name)
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  expect(help).toContain(`${flag} `)
  expect(readme).toContain(`\`${flag}`)
})

test('names follow one rule', () => {
  expect([flagName('rateLimit'), environmentName('rateLimit')]).toEqual(['--rate-limit', 'CONVERSATIONS_MOCK_RATE_LIMIT'])
})
