import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Conversation, conversationTypes } from '../../src/dataset/dataset.ts'
import { characterCount } from '../../src/php/bytes.ts'
import { encodeJson } from '../../src/php/json.ts'
import { type FixtureName, fixtureNames, fixtureUrl } from '../../src/seed/fixtures.ts'
import { loadFixture } from '../../src/seed/load-fixture.ts'
import { formatFixtures } from '../../tools/fixtures.ts'

const DEMO_KEYS = [
  'nicecall-demo-key',
  'aiployees-demo-key',
  'autocalls-demo-key',
  'combined-demo-key',
]

const written = await formatFixtures()

test('lists exactly the files in the folder', () => {
  const files = readdirSync(new URL('.', fixtureUrl('demo'))).filter((file) =>
    file.endsWith('.json'),
  )
  expect(files.toSorted()).toEqual(fixtureNames.map((name) => `${name}.json`).toSorted())
})

describe.each(fixtureNames)('%s', (name) => {
  const dataset = loadFixture(name)

  test('is what tools/fixtures.ts writes', () => {
    expect(readFileSync(fixtureUrl(name), 'utf8')).toBe(written.get(name))
  })

  test('gives its first user the four demo keys', () => {
    expect(
      dataset.tokens.filter((token) => token.user_id === 1).map((token) => token.plain),
    ).toEqual(DEMO_KEYS)
  })

  test('has conversations in the order of their ids and dates', () => {
    const places = dataset.conversations.map(
      (row) => `${row.created_at} ${String(row.id).padStart(3, '0')}`,
    )
    expect(places).toEqual(places.toSorted())
  })

  test('shows what an editor would hide as escapes', () => {
    expect(readFileSync(fixtureUrl(name), 'utf8')).not.toMatch(/(?!\n)\p{C}|(?! )\p{Z}|\u0301/u)
  })
})

const counts: [FixtureName, number][] = [
  ['demo', 80],
  ['documented', 3],
  ['empty', 0],
  ['one', 1],
  ['fourteen', 14],
  ['fifteen', 15],
  ['sixteen', 16],
  ['thirty', 30],
  ['ties', 40],
  ['nulls', 8],
]

test.each(counts)('%s has %i conversations', (name, count) => {
  expect(loadFixture(name).conversations).toHaveLength(count)
})

describe('demo', () => {
  const { conversations, assistants, tokens } = loadFixture('demo')
  const ownerOf = new Map(assistants.map((assistant) => [assistant.id, assistant.user_id]))
  const first = conversations.filter((row) => ownerOf.get(row.assistant_id) === 1)
  const second = conversations.filter((row) => ownerOf.get(row.assistant_id) === 2)

  test('gives the first user the documented total of 68 and the second 12', () => {
    expect([first.length, second.length]).toEqual([68, 12])
  })

  test('has all four types on the first page of 15', () => {
    expect(new Set(first.slice(-15).map((row) => row.type))).toEqual(new Set(conversationTypes))
  })

  test('starts with a conversation of 2025-01-25 and goes back five weeks', () => {
    expect(first.at(-1)?.created_at.slice(0, 10)).toBe('2025-01-25')
    expect(first[0]?.created_at.slice(0, 10)).toBe('2024-12-22')
  })

  test('mixes the ids of both users', () => {
    const neighbours = second.filter(
      (row) => ownerOf.get(conversations[row.id]?.assistant_id ?? 0) === 1,
    )
    expect(neighbours.length).toBeGreaterThan(8)
  })

  test('gives the second user a key without an edition', () => {
    expect(tokens.filter((token) => token.user_id === 2)).toMatchObject([
      { plain: 'second-user-demo-key', edition: null },
    ])
  })
})

describe('documented', () => {
  const { conversations, assistants } = loadFixture('documented')

  test('spells the rows as the public examples do, the newest last', () => {
    expect(conversations.map(formatExample)).toEqual([
      '99 9e1g8891-9647-62fg-166d-g29ge3h12cg9 api {"lead_id":"12345","source":"website"} crm-lead-12345 5 0.0021 2025-01-25 09:00:00 2025-01-25 09:15:30',
      '100 8d0f7780-8536-51ef-055c-f18fd2g01bf8 whatsapp null null 8 0.0032 2025-01-25 10:15:00 2025-01-25 10:28:45',
      '101 7c9e6679-7425-40de-944b-e07fc1f90ae7 widget {"user_name":"Jane Smith","plan":"premium"} null 12 0.0045 2025-01-25 14:30:00 2025-01-25 14:45:22',
    ])
  })

  test('spells the parties of the whatsapp example', () => {
    expect(conversations[1]).toMatchObject({
      whatsapp_sender_name: 'Acme Corp Support',
      whatsapp_sender_phone: '+14155551234',
      customer_name: 'John Doe',
      customer_phone: '+14155559876',
    })
  })

  test('has the documented assistant', () => {
    expect(assistants).toMatchObject([
      { uuid: 'a1b2c3d4-5678-90ab-cdef-1234567890ab', name: 'Support Assistant' },
    ])
  })
})

test('ties has equal dates on both sides of each border between pages of 15', () => {
  const newestFirst = loadFixture('ties')
    .conversations.map((row) => row.created_at)
    .toReversed()
  expect(newestFirst[14]).toBe(newestFirst[15])
  expect(newestFirst[29]).toBe(newestFirst[30])
  expect(new Set(newestFirst).size).toBe(4)
})

test('nulls has every type without any optional value', () => {
  const { conversations } = loadFixture('nulls')
  const optional = conversations.flatMap((row) => [
    row.variables,
    row.external_identifier,
    row.whatsapp_sender_name,
    row.whatsapp_sender_phone,
    row.customer_name,
    row.customer_phone,
  ])
  expect(new Set(optional)).toEqual(new Set([null]))
  expect(new Set(conversations.map((row) => row.type))).toEqual(new Set(conversationTypes))
})

describe('unicode', () => {
  const { conversations } = loadFixture('unicode')
  const names = conversations.map((row) => row.customer_name ?? '').join('\n')
  const variables = conversations.map((row) => encodeJson(row.variables))

  test.each([
    { trap: 'a character beyond 16 bits', text: '\u{1f600}' },
    { trap: 'emoji that are joined', text: '\u{1f469}\u200d' },
    { trap: 'a precomposed letter', text: 'Zo\u00eb' },
    { trap: 'the same letter decomposed', text: 'Zoe\u0308' },
    { trap: 'Hebrew', text: '\u05e9\u05dc\u05d5\u05dd' },
    { trap: 'a direction override', text: '\u202e' },
    { trap: 'a byte order mark', text: '\ufeff' },
    { trap: 'a space without width', text: '\u200b' },
    { trap: 'a space that does not break', text: '\u00a0' },
    { trap: 'a line separator', text: '\u2028' },
    { trap: 'a paragraph separator', text: '\u2029' },
    { trap: 'NUL', text: '\0' },
    { trap: 'another control', text: '\u001f' },
    { trap: 'DEL', text: '\u007f' },
    { trap: 'a quote', text: '"' },
    { trap: 'a backslash', text: '\\' },
    { trap: 'the end of a script', text: '</script>' },
    { trap: 'a very wide character', text: '\ufdfd' },
  ])('has $trap in a name', ({ text }) => {
    expect(names).toContain(text)
  })

  test.each([
    { trap: 'keys like those of a list', json: '["a","b"]' },
    { trap: 'integer keys out of order', json: '{"1":"a","0":"b"}' },
    { trap: 'an empty key', json: '{"":"an empty key"," ":"a blank key"}' },
    {
      trap: 'empty arrays in each other',
      json: '{"a":[],"b":[],"c":{"d":{"e":[]}},"f":[[],[[]]]}',
    },
  ])('has $trap in variables', ({ json }) => {
    expect(variables).toContain(json)
  })

  test('has numbers that only PHP keeps apart in variables', () => {
    const text = readFileSync(fixtureUrl('unicode'), 'utf8')
    expect(text).toContain('"one":1.0,')
    expect(text).toContain('"tiny":1e-7,')
    expect(variables.join()).toContain('"beyond":9007199254740993,"max":9223372036854775807')
  })
})

describe('long', () => {
  const { conversations } = loadFixture('long')

  test.each([
    {
      what: 'identifiers of 255 characters',
      longest: longestOf(conversations.map((row) => row.external_identifier)),
      least: 255,
      most: 255,
    },
    {
      what: 'phones of 255 characters',
      longest: longestOf(conversations.map((row) => row.customer_phone)),
      least: 255,
      most: 255,
    },
    {
      what: 'names of several thousand characters',
      longest: longestOf(conversations.map((row) => row.customer_name)),
      least: 3000,
      most: 9000,
    },
    {
      what: 'variables of about 100 kB',
      longest: longestOf(conversations.map((row) => encodeJson(row.variables))),
      least: 90_000,
      most: 150_000,
    },
  ])('has $what', ({ longest, least, most }) => {
    expect(longest).toBeGreaterThanOrEqual(least)
    expect(longest).toBeLessThanOrEqual(most)
  })
})

function formatExample(row: Conversation): string {
  const {
    id,
    uuid,
    type,
    variables,
    external_identifier,
    message_count,
    total_cost,
    created_at,
    updated_at,
  } = row
  return [
    id,
    uuid,
    type,
    encodeJson(variables),
    external_identifier ?? 'null',
    message_count,
    total_cost,
    created_at,
    updated_at,
  ].join(' ')
}

function longestOf(texts: (string | null)[]): number {
  return Math.max(...texts.map((text) => characterCount(text ?? '')))
}
