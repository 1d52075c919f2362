import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Mock, startMock } from '../../src/index.ts'
import { ask, LIST, toPage } from '../walking.ts'

const ROWS = 30

let mock: Mock
beforeAll(async () => {
  mock = await startMock({ dataset: 'thirty' })
})
beforeEach(() => mock.reset())
afterAll(() => mock.close())

const asking = (query = '') => ({ url: mock.url, token: mock.token('combined'), query })
const newest = async () => (await mock.requests.list({ limit: 1 }))[0]

/** The bytes that arrive on a connection, and the error with which it ends. */
function exchange(query = ''): Promise<{ bytes: string; error: string | undefined }> {
  const socket = connect(Number(new URL(mock.url).port), '127.0.0.1')
  let bytes = ''
  let error: string | undefined
  socket.on('data', (chunk) => (bytes += chunk.toString('latin1')))
  socket.on('error', ({ message }) => (error = message))
  socket.write(
    `GET ${LIST}${query} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nAuthorization: Bearer ${mock.token('combined')}\r\nConnection: close\r\n\r\n`,
  )
  return new Promise((resolve) => socket.on('close', () => resolve({ bytes, error })))
}

const bodyIn = (bytes: string): string => bytes.slice(bytes.indexOf('\r\n\r\n') + 4)
const lengthIn = (bytes: string): number => Number(/\r\nContent-Length: (\d+)/i.exec(bytes)?.[1])

describe('an effect on the wire', () => {
  test.each([
    [
      'status',
      { type: 'status', status: 502 },
      502,
      (body: string) => JSON.parse(body).message === '',
    ],
    [
      'status with a body',
      { type: 'status', status: 500, body: { a: 'ä' } },
      500,
      (body: string) => body === Buffer.from('{"a":"ä"}').toString('latin1'),
    ],
    [
      'rate_limit',
      { type: 'rate_limit' },
      429,
      (body: string) => JSON.parse(body).message === 'Too Many Attempts.',
    ],
    [
      'maintenance',
      { type: 'maintenance' },
      503,
      (body: string) => body.startsWith('<!DOCTYPE html>'),
    ],
    [
      'delay',
      { type: 'delay', milliseconds: 30 },
      200,
      (body: string) => JSON.parse(body).total === ROWS,
    ],
    [
      'slow',
      { type: 'slow', bytes_per_second: 1_000_000 },
      200,
      (body: string) => JSON.parse(body).total === ROWS,
    ],
    [
      'duplicate_row',
      { type: 'duplicate_row' },
      200,
      (body: string) => JSON.parse(body).data.length === 16,
    ],
    [
      'count_drift',
      { type: 'count_drift', by: 5 },
      200,
      (body: string) => JSON.parse(body).total === ROWS + 5,
    ],
    [
      'short_page',
      { type: 'short_page', rows: 4 },
      200,
      (body: string) => JSON.parse(body).data.length === 4,
    ],
    [
      'empty_page',
      { type: 'empty_page' },
      200,
      (body: string) =>
        JSON.parse(body).data.length === 0 && JSON.parse(body).next_page_url !== null,
    ],
    [
      'repeat_cursor',
      { type: 'repeat_cursor' },
      200,
      (body: string) => JSON.parse(body).next_page_url.endsWith('page=1'),
    ],
  ] as const)('%s: a whole answer', async (_name, effect, status, isExpected) => {
    await mock.faults.arm({ effect })
    const { bytes, error } = await exchange()
    expect(error).toBeUndefined()
    expect(bytes).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(bytes).toMatch(new RegExp(`\\r\\nX-Mock-Fault: ${effect.type}\\r\\n`))
    expect(bodyIn(bytes)).toHaveLength(lengthIn(bytes))
    expect(bodyIn(bytes)).toSatisfy(isExpected)
    expect(await newest()).toMatchObject({ status, faults: [effect.type] })
  })

  test('expired_cursor: a refusal of a cursor, and of nothing else', async () => {
    await mock.faults.arm({ effect: { type: 'expired_cursor' } })
    const { next_cursor } = toPage(await ask(asking('?cursor=&per_page=5')))
    const { bytes } = await exchange(`?cursor=${next_cursor}`)
    expect(bytes).toMatch(/^HTTP\/1\.1 422 [^]*\r\nX-Mock-Fault: expired_cursor\r\n/)
    expect(JSON.parse(bodyIn(bytes))).toEqual({
      message: 'The cursor has expired.',
      errors: { cursor: ['The cursor has expired.'] },
    })
    expect(await newest()).toMatchObject({ status: 422, faults: ['expired_cursor'] })
  })

  test('malformed: all bytes that are promised, but no JSON', async () => {
    await mock.faults.arm({ effect: { type: 'malformed' } })
    const { bytes, error } = await exchange()
    expect([error, bodyIn(bytes).length]).toEqual([undefined, lengthIn(bytes)])
    expect(() => JSON.parse(bodyIn(bytes))).toThrow(SyntaxError)
    expect(await newest()).toMatchObject({ status: 200, faults: ['malformed'] })
  })

  test.each([0, 10, 100_000])('truncate: %d bytes of those that are promised', async (cut) => {
    await mock.faults.arm({ effect: { type: 'truncate', bytes: cut } })
    const { bytes, error } = await exchange()
    expect(error).toBeUndefined()
    expect(bodyIn(bytes)).toHaveLength(Math.min(cut, lengthIn(bytes) - 1))
    await expect(ask(asking())).rejects.toThrow('aborted')
    expect(await newest()).toMatchObject({ status: 200, faults: ['truncate'] })
  })

  test('empty: an end without a byte', async () => {
    await mock.faults.arm({ effect: { type: 'empty' } })
    expect(await exchange()).toEqual({ bytes: '', error: undefined })
    expect(await newest()).toMatchObject({ status: null, faults: ['empty'] })
  })

  test('reset: a reset without a byte', async () => {
    await mock.faults.arm({ effect: { type: 'reset' } })
    expect(await exchange()).toEqual({ bytes: '', error: 'read ECONNRESET' })
    expect(await newest()).toMatchObject({ status: null, faults: ['reset'] })
  })

  test('several at once are all named, in the order in which they work', async () => {
    await mock.faults.arm({ effect: { type: 'slow', bytes_per_second: 1_000_000 } })
    await mock.faults.arm({ effect: { type: 'duplicate_row' } })
    await mock.faults.arm({ effect: { type: 'malformed' } })
    const { headers, body } = await ask(asking())
    expect(headers['x-mock-fault']?.toString().split(', ').toSorted()).toEqual([
      'duplicate_row',
      'malformed',
      'slow',
    ])
    expect(body.match(/"id":/g)).toHaveLength(16)
    expect((await newest())?.faults.toSorted()).toEqual(['duplicate_row', 'malformed', 'slow'])
  })

  test('strikes those without a token too, unless it is for a user', async () => {
    await mock.faults.arm({ times: 1, effect: { type: 'status', status: 503 } })
    expect([(await ask({ url: mock.url })).status, (await ask({ url: mock.url })).status]).toEqual([
      503, 401,
    ])
  })

  test.each(['seconds', 'date', 'negative', 'missing'] as const)(
    'rate_limit says when to come back: %s',
    async (form) => {
      await mock.clock.freeze('2025-01-25T14:30:00Z')
      await mock.faults.arm({ effect: { type: 'rate_limit', retry_after: 30, form } })
      const { status, headers } = await ask(asking())
      const said = {
        seconds: '30',
        date: 'Sat, 25 Jan 2025 14:30:30 GMT',
        negative: '-30',
        missing: undefined,
      }
      expect([status, headers['retry-after']]).toEqual([429, said[form]])
    },
  )
})
