// Sends the secrets of a mock in every part of a request, in many encodings. None may appear in
// anything that the mock shows.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodings } from './encodings.ts'
import {
  asAdmin,
  ask,
  describeTellings,
  GIVEN,
  inUrl,
  LIST,
  secretsIn,
  type Sent,
  type Setting,
  start,
  tellings,
} from './tellings.ts'

// Each encoding is tried with one of the four secrets, which changes with the part of the request.
// secrets.full.test.ts tries the other combinations.
describeTellings((place) => [
  Object.values(encodings).map((encode, index) => [encode, (index + place) % 4]),
])

describe('the admin API', () => {
  let mock: Setting
  beforeAll(async () => {
    mock = await start({})
  })
  afterAll(() => mock.server.close())

  const wrongs: Readonly<Record<string, (text: string) => Sent>> = {
    'an unknown path': (text) => ({ path: `/__admin/${inUrl(text)}` }),
    'an unknown query': (text) => ({ path: `/__admin/requests?${inUrl(text)}=1` }),
    'a value in a query': (text) => ({ path: `/__admin/requests?limit=${inUrl(text)}` }),
    'a name in a path': (text) => ({ path: `/__admin/snapshots/${inUrl(text)}`, method: 'DELETE' }),
    'a name that is taken on': (text) => ({
      path: `/__admin/snapshots/${inUrl(text).slice(0, 60)}`,
      method: 'PUT',
    }),
    'an unknown field': (text) => ({
      path: '/__admin/faults',
      method: 'POST',
      body: JSON.stringify({ [text]: text }),
    }),
    'a wrong value': (text) => ({
      path: '/__admin/faults',
      method: 'POST',
      body: JSON.stringify({ effect: { type: text }, note: text }),
    }),
    'no JSON': (text) => ({ path: '/__admin/faults', method: 'POST', body: `{${text}` }),
    'a fault': (text) => ({
      path: '/__admin/faults',
      method: 'POST',
      body: JSON.stringify({
        match: { path: `/${text}`, parameters: { [text]: text } },
        effect: { type: 'empty' },
        note: text,
      }),
    }),
    'a reason': (text) => ({
      path: '/__admin/silences/tiny-pages',
      method: 'PUT',
      body: JSON.stringify({ reason: text }),
    }),
    'an expectation': (text) => ({
      path: '/__admin/requests/verify',
      method: 'POST',
      body: JSON.stringify({ request: { correlation: text, target: text } }),
    }),
    'a script': (text) => ({
      path: '/__admin/script',
      method: 'PUT',
      body: JSON.stringify({ match: { correlation: text }, steps: [{ after: 1, insert: 1 }] }),
    }),
    'a foreign host': (text) => ({
      path: '/__admin/status',
      headers: { Host: `${text.replaceAll(/[^\w-]/g, '-')}.example` },
    }),
    'a foreign origin': (text) => ({
      path: '/__admin/status',
      headers: { Origin: `http://${text}` },
    }),
    'a wrong token': (text) => ({
      path: '/__admin/status',
      headers: { Authorization: `Bearer x${text}` },
    }),
  }

  test.each(Object.entries(wrongs))(
    'repeats no secret that came as %s',
    async (_what, toRequest) => {
      const { server, secrets, lines } = mock
      for (const secret of secrets) {
        const sent = toRequest(secret)
        const { body } = await ask(server, { ...sent, headers: { ...asAdmin, ...sent.headers } })
        expect(secretsIn(body, secrets)).toEqual([])
      }
      const told = await tellings(server, lines)
      expect(told.flatMap(([what, text]) => secretsIn(text, secrets).map(() => what))).toEqual([])
    },
  )

  test('arms a fault for a token that is named by its text, which it does not repeat', async () => {
    const { server } = mock
    const fault = JSON.stringify({
      match: { token: GIVEN },
      effect: { type: 'status', status: 418 },
    })
    const { status, body } = await ask(server, {
      path: '/__admin/faults',
      method: 'POST',
      body: fault,
      headers: asAdmin,
    })
    expect({ status, body: JSON.parse(body) }).toMatchObject({
      status: 201,
      body: { match: { token: '***' } },
    })
    expect(await ask(server, { path: LIST })).toMatchObject({ status: 418 })
  })
})
