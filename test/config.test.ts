import { describe, expect, test } from 'vitest'
import { environmentName, flagName, type Options, settingNames } from '../src/config.ts'
import { parseSettings } from '../src/parse-settings.ts'
import { fromEnvironment } from '../src/cli/environment.ts'
import { help } from '../src/cli/help.ts'

const fromCode = (values: object) =>
  parseSettings([{ values: { ...values }, nameOf: (name) => name }])

test('a flag wins over the environment, that over the file, that over the default', () => {
  const flags = { values: { port: '1' }, nameOf: flagName }
  const env = fromEnvironment({ CONVERSATIONS_MOCK_PORT: '2', CONVERSATIONS_MOCK_HOST: 'b' })
  const file = {
    values: { port: 3, host: 'c', seed: 3 },
    nameOf: (name: string) => `file: ${name}`,
  }

  expect(parseSettings([flags, env, file])).toMatchObject({
    port: 1,
    host: 'b',
    seed: 3,
    edition: 'combined',
  })
})

test('the own variable wins over PORT, and an empty one does not count', () => {
  expect(parseSettings([fromEnvironment({ PORT: '5', CONVERSATIONS_MOCK_PORT: '6' })]).port).toBe(6)
  expect(parseSettings([fromEnvironment({ PORT: '5', CONVERSATIONS_MOCK_PORT: '' })]).port).toBe(5)
})

const flags = (values: Record<string, unknown>) => ({ values, nameOf: flagName })

/** The values of the three settings that choose the rows. */
const chosen = (sources: Parameters<typeof parseSettings>[0]) => {
  const { dataset, datasetJson, generate } = parseSettings(sources)
  return { dataset, datasetJson, generate }
}

describe('of dataset, datasetJson and generate', () => {
  const env = fromEnvironment({ CONVERSATIONS_MOCK_DATASET: 'demo' })
  const file = { values: { datasetJson: '{}' }, nameOf: (name: string) => `file: ${name}` }

  test('the one from the strongest place wins', () => {
    expect(chosen([flags({ generate: '5' }), env, file])).toEqual({ generate: 5 })
    expect(
      chosen([flags({ dataset: ['one'] }), fromEnvironment({ CONVERSATIONS_MOCK_GENERATE: '5' })]),
    ).toEqual({ dataset: ['one'] })
    expect(chosen([flags({ port: '0' }), env, file])).toEqual({ dataset: 'demo' })
  })

  test('two from one place are refused by their names there', () => {
    const both = fromEnvironment({
      CONVERSATIONS_MOCK_GENERATE: '5',
      CONVERSATIONS_MOCK_DATASET: 'demo',
    })
    expect(() => parseSettings([flags({ port: '0' }), both])).toThrow(
      'CONVERSATIONS_MOCK_GENERATE cannot go together with CONVERSATIONS_MOCK_DATASET; give one of them',
    )
    expect(parseSettings([flags({ generate: '5' }), both]).generate).toBe(5)
  })
})

test.each<[Options, Options]>([
  [{ host: '[::1]' }, { host: '::1' }],
  [{ host: 'fe80::1%eth0' }, { host: 'fe80::1%eth0' }],
  [{ dataset: 'demo' }, { dataset: 'demo' }],
  [{ dataset: ['a.json', 'b.json'] }, { dataset: ['a.json', 'b.json'] }],
  [{ rateLimit: '60' }, { rateLimit: 60 }],
  [{ rateLimit: 'off' }, { rateLimit: 'off' }],
  [{ cursorKeys: '5' }, { cursorKeys: 5 }],
  [{ laravel: '13' }, { laravel: 13 }],
  [{ trustProxies: 'true' }, { trustProxies: true }],
  [{ trustProxies: '0' }, { trustProxies: false }],
  [{ publicUrl: 'https://example.com/base' }, { publicUrl: 'https://example.com/base' }],
  [{ journal: '0' }, { journal: 0 }],
  [{ memory: '512' }, { memory: 512 }],
  [
    { allowedHosts: 'Conversations, mock.test,[::2]' },
    { allowedHosts: ['conversations', 'mock.test', '[::2]'] },
  ],
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

test.each([{ adminToken: 'short' }, { adminToken: 'has a space in it' }, { key: ['a secret'] }])(
  'never repeats a secret: %j',
  (values) => {
    const [secret = ''] = Object.values(values).flat()
    expect(() => fromCode(values)).toThrow(
      /must be 8 to 200 visible ASCII characters|needs keys of the form/,
    )
    expect(() => fromCode(values)).not.toThrow(secret)
  },
)

describe('refuses', () => {
  test.each([
    [{ port: 'x' }, 'port must be a whole number from 0 to 65535, not "x"'],
    [{ port: 65_536 }, 'port must be a whole number from 0 to 65535'],
    [{ rateLimit: 0 }, 'rateLimit must be off or a whole number from 1 to 1000000, not 0'],
    [{ key: ',' }, /^key needs keys of the form KEY or KEY=edition, without spaces$/],
    [
      { rateLimit: 'many' },
      'rateLimit must be off or a whole number from 1 to 1000000, not "many"',
    ],
    [{ edition: 'x' }, 'edition must be one of nicecall, aiployees, autocalls, combined, not "x"'],
    [{ laravel: 10 }, 'laravel must be one of 11, 12, 13'],
    [{ trustProxies: 'maybe' }, 'trustProxies must be true or false, not "maybe"'],
    [
      { publicUrl: 'ftp://x' },
      'publicUrl must be request, brand or a URL such as https://app.example.com, not "ftp://x"',
    ],
    [{ key: ['a b'] }, 'key needs keys of the form KEY or KEY=edition'],
    [{ key: ['a=b'] }, 'key knows no edition "b"'],
    [
      { allowedHosts: 'a:4080' },
      'allowedHosts must be host names without port, separated by commas',
    ],
    [{ allowedHosts: ['*'] }, 'allowedHosts must be host names without port'],
    [{ memory: 100 }, 'memory must be a whole number from 232 to 65536'],
    [{ memory: '1GB' }, 'memory must be a whole number from 232 to 65536, not "1GB"'],
    [{ journal: -1 }, 'journal must be a whole number from 0 to 1000000'],
    [{ readOnly: true }, 'readOnly needs a file as well; name it by --db, or in code by db'],
    [{ shared: 'true' }, 'shared needs a file as well; name it by --db, or in code by db'],
    [{ prot: 1 }, 'prot is not a setting; did you mean port?'],
    [{ rate_limit: 1 }, 'rate_limit is not a setting; did you mean rateLimit?'],
    [
      { host: 'http://localhost' },
      'host must be a name or an address without http://, such as localhost, not "http://localhost"',
    ],
    [
      { host: 'localhost:4080' },
      'host must be a name or an address without port; --port gives that, not "localhost:4080"',
    ],
    [{ publicUrl: 'https://x.test/?a=1' }, 'publicUrl must be a URL without query and fragment'],
    [{ publicUrl: 'https://x.test/#a' }, 'publicUrl must be a URL without query and fragment'],
    [{ publicUrl: 'https://x.test?' }, 'publicUrl must be a URL without query and fragment'],
    [
      { datasetJson: '{"name":"Caf\ufffd"}' },
      'datasetJson holds U+FFFD, as bytes become that are not UTF-8; write it as \\ufffd',
    ],
    [{ edition: 'a"\u001b[31m\n\u202e' }, String.raw`not "a\"\u001b[31m\n\u202e"`],
    [{ edition: 'x'.repeat(100) }, `not "${'x'.repeat(60)}…"`],
    [{ xyz: 1 }, 'xyz is not a setting; known are port'],
    [
      { generate: 1, dataset: 'demo' },
      'generate cannot go together with dataset; give one of them',
    ],
  ])('%j', (values, message) => {
    expect(() => fromCode(values)).toThrow(message)
  })

  test('an environment variable by its own name', () => {
    expect(() => parseSettings([fromEnvironment({ CONVERSATIONS_MOCK_RATE_LIMIT: '0' })])).toThrow(
      'CONVERSATIONS_MOCK_RATE_LIMIT must be',
    )
  })
})

test.each(settingNames)('--help names the flag of %s', (name) => {
  const flag = name === 'judge' || name === 'dashboard' ? `--no-${name}` : flagName(name)
  expect(help()).toContain(`${flag} `)
})

test('names follow one rule', () => {
  expect([flagName('rateLimit'), environmentName('rateLimit')]).toEqual([
    '--rate-limit',
    'CONVERSATIONS_MOCK_RATE_LIMIT',
  ])
})
