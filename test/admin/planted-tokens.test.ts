// Plants tokens of the mock in calls of the admin API. No error may show one, nor most of one.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Mock, startMock } from '../../src/index.ts'
import { type Call, call } from './calls.ts'
import { get, post, put } from './refusals.ts'

let mock: Mock
let token: string
beforeAll(async () => {
  mock = await startMock({ dataset: 'one', trustProxies: true })
  token = (await mock.createUser()).tokens[0]?.plain ?? ''
})
afterAll(() => mock.close())

const repeated = (count: number): string => `${token},`.repeat(count)

/** The calls, each with an answer that repeats a part of it. */
const calls: Readonly<Record<string, () => Call>> = {
  'a name of a field that is cut': () => post('/users', { [repeated(100)]: 1 }),
  'a name of a dataset that is cut': () => put('/dataset', { [repeated(100)]: [] }),
  'an id that is cut': () =>
    put('/replies', [{ reply: 'x', when: { assistant_id: `${'x'.repeat(25)}${token}` } }]),
  'an id in base64 that is cut': () =>
    put('/replies', [
      { reply: 'x', when: { assistant_id: Buffer.from(`a${token}`).toString('base64') } },
    ]),
  'a path': () => get(`/conversations/${token}`),
  'a host': () => ({ ...get('/status'), headers: { Host: token } }),
  'an origin': () => ({ ...get('/status'), headers: { Origin: `http://${token}` } }),
}

test.each(Object.keys(calls))('an error does not show the token in %s', async (name) => {
  const { status, text } = await call(mock, calls[name]?.() ?? get('/'))
  expect([403, 404, 422]).toContain(status)
  const most = Math.floor(token.length * 0.6)
  for (const shown of [text, ...decodingsOf(text)])
    expect(shown).not.toContain(token.slice(0, most))
  expect(text).toContain('***')
})

const decodingsOf = (text: string): string[] =>
  (text.match(/[\w+/]{20,}/g) ?? []).flatMap((run) =>
    [0, 1, 2, 3].map((start) => Buffer.from(run.slice(start), 'base64').toString('latin1')),
  )

test('a forwarded host that cannot be one is an error of the caller', async () => {
  const { status, body } = await call(mock, {
    ...get('/status'),
    headers: { 'X-Forwarded-Host': 'a/b' },
  })
  expect({ status, body }).toEqual({
    status: 403,
    body: {
      message:
        'the Host or X-Forwarded-Host of this call is no host name; correct the header, or the proxy that sets it',
      errors: [],
    },
  })
  expect((await call(mock, get('/about'))).body).toMatchObject({ errors: 0 })
})
