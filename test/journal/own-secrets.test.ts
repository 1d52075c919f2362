import { describe, expect, test } from 'vitest'
import { createOwnSecrets } from '../../src/journal/own-secrets.ts'
import { createRedaction } from '../../src/journal/redaction.ts'
import { encodings } from './encodings.ts'

const TOKEN = 'test-combined-0123456789abcdef0123456789abcdef'
const ODD = 'S3cret-Key/With+all=of:it'
const SHORT = 'x7k2'

const own = createOwnSecrets([TOKEN, ODD, SHORT, 'schlüssel-geheim'])
const redaction = createRedaction(own)

describe.each([TOKEN, ODD, 'schlüssel-geheim'])('the secret %s', (secret) => {
  test.each(Object.entries(encodings))('is found and hidden %s', (_how, encode) => {
    for (const before of ['', 'a', 'ab', 'abc', '{"token":"', '12|']) {
      const text = encode(`${before}${secret}"}`)
      expect(own.isIn(text)).toBe(true)
      const target = redaction.target(`/api/${text}/x?a=1&b=${text}&${text}&c=2`)
      expect(own.isIn(target)).toBe(false)
      expect(target).toMatch(/\*\*\*/)
      expect(own.isIn(redaction.header(`walk ${text} of two`))).toBe(false)
      expect(own.isIn(redaction.sentence(`there is no GET /${text}; see the list`))).toBe(false)
    }
  })
})

test.each([
  [
    `/api/user/conversations?page=2&type=${TOKEN}&per_page=5`,
    '/api/user/conversations?page=2&type=***&per_page=5',
  ],
  [`/api/user/conversations?cursor=${TOKEN}`, '/api/user/conversations?cursor=***'],
  [`/api/user/conversations?q=1|${TOKEN}`, '/api/user/conversations?q=***'],
  [`/api/user/conversations?${TOKEN}=1&page=2`, '/api/user/conversations?***=1&page=2'],
  [`/api/user/conversations?${TOKEN}`, '/api/user/conversations?***'],
  [`/api/${TOKEN}/conversations?page=2`, '/api/***/conversations?page=2'],
  [`/api/user/conversations?page=${SHORT}`, '/api/user/conversations?page=***'],
  [`/api/user/conversations?page=a${SHORT}`, `/api/user/conversations?page=a${SHORT}`],
])('of %s is kept %s', (target, kept) => {
  expect(redaction.target(target)).toBe(kept)
})

test.each([
  [
    'an escaped character',
    (text: string) => `\\u00${text.charCodeAt(0).toString(16)}${text.slice(1)}`,
  ],
  ['escapes of a URL', encodings['escaped for a URL in small letters'] ?? String],
  ['capitals', encodings['in capitals'] ?? String],
])('finds a secret with %s in the JSON of a cursor', (_how, encode) => {
  const cursor = Buffer.from(`{"id":"${encode(TOKEN)}","_pointsToNextItems":true}`)
  for (const text of [cursor.toString('base64url'), encodeURIComponent(cursor.toString('base64'))])
    expect(redaction.target(`/a?cursor=${text}&b=2`)).toBe('/a?cursor=***&b=2')
})

test.each([
  [`/a?x[${ODD}][]=${ODD}&b=2`, '/a?***&b=2'],
  [`/a?x[${ODD}]=a=b&b=2`, '/a?***&b=2'],
  [`/a?x=${ODD}=${ODD}&b=2`, '/a?x=***&b=2'],
  [`/a?x=${ODD}&c=d=e=f=g=h=i=j=k=l`, '/a?x=***&c=d=e=f=g=h=i=j=k=l'],
])('leaves no half of a secret with a "=" in %s', (target, kept) => {
  expect(redaction.target(target)).toBe(kept)
})

test('says which part of a message was a secret', () => {
  expect(redaction.header(`import ${TOKEN} of tuesday`)).toBe('import *** of tuesday')
  expect(redaction.sentence(`there is no GET /__admin/${TOKEN}/x; see /docs/admin`)).toBe(
    'there is no GET /__admin/***/x; see /docs/admin',
  )
  const error = redaction.error(new TypeError(`no ${ODD}`))
  expect(error).toMatchObject({
    name: 'TypeError',
    message: 'no ***',
    stack: expect.not.stringContaining(ODD),
  })
  const harmless = new Error('nothing')
  expect(redaction.error(harmless)).toBe(harmless)
})

test.each([
  '/api/user/conversations?cursor=eyJpZCI6MTAwLCJfcG9pbnRzVG9OZXh0SXRlbXMiOnRydWV9&type=widget',
  '/api/user/conversations?customer_phone=%2B4915112345678&external_identifier=test-combined-1',
  'C:\\a\\b',
  '%zz%',
])('leaves %s as it is', (text) => {
  expect(redaction.target(text)).toBe(text)
})

test('takes the words of the API itself for no secrets', () => {
  const { target } = createRedaction(
    createOwnSecrets(['api', 'user', 'conversations', 'page', 'json', '1']),
  )
  expect(target('/api/user/conversations?page=1')).toBe('/api/user/conversations?page=1')
})

test('hides what is escaped again and again', () => {
  let text = TOKEN.slice(1)
  text = `%74${text}`
  for (let layer = 0; layer < 20; layer++) text = text.replaceAll('%', '%25')
  expect(redaction.target(`/?a=${text}&b=2`)).toBe('/?a=***&b=2')
})

test('hides a text that holds the end of a secret again and again, without a look at each', () => {
  expect(own.isIn(`/?a=${TOKEN.slice(-8)}`)).toBe(false)
  expect(redaction.target(`/?a=${TOKEN.slice(-8).repeat(1000)}&b=2`)).toBe('/?a=***&b=2')
})

describe('tokens that are learned', () => {
  const many = Array.from({ length: 3000 }, (_, index) => `learned-${index * 7919}-of-many`)

  test('are known before they are valid, and others have their turn meanwhile', () => {
    const secrets = createOwnSecrets(['the-admin-token'])
    const before = secrets.version()
    let turns = 0
    for (const _ of secrets.learn(many)) {
      turns++
      expect(secrets.isIn('/?a=the-admin-token')).toBe(true)
    }
    expect(turns).toBeGreaterThan(many.length)
    expect(many.every((token) => secrets.isIn(`/?a=${token}`))).toBe(true)
    expect(secrets.version()).toBeGreaterThan(before)
  })

  test.each([1, 3500, 7000, 9500])(
    'are known also when learning was given up before, after %d turns',
    (steps) => {
      const secrets = createOwnSecrets(['the-admin-token'])
      const work = secrets.learn(many)
      for (let step = 0; step < steps; step++) work.next()
      expect(() => work.throw(new Error('gone'))).toThrow('gone')
      for (const _ of secrets.learn(many));
      expect(['the-admin-token', ...many].every((token) => secrets.isIn(`/?a=${token}`))).toBe(true)
    },
  )

  test('do not drive out each other before they are valid', () => {
    const [some, others] = ['a', 'b'].map((name) =>
      Array.from({ length: 25_000 }, (_, index) => `${name}-${index * 7919}-learned`),
    )
    const { tokens, next } = tokensOf([some ?? [], [...(some ?? []), 'meanwhile'], others ?? []])
    const secrets = createOwnSecrets([], tokens)
    secrets.version()
    for (const _ of secrets.learn(others ?? []));
    next()
    secrets.version()
    expect(['meanwhile', ...(others ?? [])].every((token) => secrets.isIn(`/?a=${token}`))).toBe(
      true,
    )
    next()
    expect((others ?? []).every((token) => secrets.isIn(`/?a=${token}`))).toBe(true)
  })
})

describe('tokens that come and go', () => {
  test('are known from the moment they are valid, and afterwards', () => {
    const { tokens, next } = tokensOf([
      ['first-token'],
      ['first-token', 'second-token'],
      ['third-token'],
    ])
    const { isIn, version } = createOwnSecrets([], tokens)
    const known = () =>
      ['first-token', 'second-token', 'third-token'].map((token) => isIn(`a ${token}`))
    const versions = [version()]
    expect(known()).toEqual([true, false, false])
    next()
    expect(known()).toEqual([true, true, false])
    versions.push(version())
    next()
    expect(known()).toEqual([true, true, true])
    versions.push(version(), version())
    expect(versions).toEqual([1, 2, 3, 3])
  })

  test('are told apart among many thousands, of which the oldest are forgotten once they are gone', () => {
    const some = Array.from({ length: 15_000 }, (_, index) => `token-${index * 7919}-of-many`)
    const others = Array.from({ length: 15_000 }, (_, index) => `other-${index * 7919}-of-many`)
    const { tokens, next } = tokensOf([some, others, ['last-token']])
    const { isIn } = createOwnSecrets(['the-admin-token'], tokens)
    const all = [...some, ...others]
    expect(some.every((token) => isIn(`/?a=${token}`))).toBe(true)
    expect(others.some((token) => isIn(`/?a=${token}`))).toBe(false)
    next()
    expect(all.every(isIn)).toBe(true)
    next()
    expect(isIn('last-token')).toBe(true)
    expect(isIn('the-admin-token')).toBe(true)
    expect(others.slice(-10_000).every(isIn)).toBe(true)
    expect(some.some(isIn)).toBe(false)
  })
})

/** Tokens that change: next() switches to the next item of `list`. */
function tokensOf(list: readonly string[][]) {
  let version = 0
  const texts = (): string[] => list[version] ?? []
  return {
    tokens: { version: () => version, count: () => texts().length, texts, news: texts },
    next: () => void version++,
  }
}
