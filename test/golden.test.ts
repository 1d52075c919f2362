// Replays every recorded request to a real Laravel application and compares the answers. The files
// are described in golden/README.md.

import { afterAll, describe, expect, test } from 'vitest'
import { startMock, type StartedMock } from '../src/index.ts'
import { expectInContract } from './contract/check.ts'
import { frameworkHeaders, loadVectors, optionsFor, send, type Vector } from './golden/vectors.ts'

const vectors = loadVectors()
const replayed = vectors.filter((vector) => optionsFor(vector) !== undefined)
const mocks = new Map<string, Promise<StartedMock>>()

afterAll(async () => {
  for (const mock of mocks.values()) await (await mock).close()
})

test('the files hold 1,162 vectors, of which 1,066 are of applications that the mock can be', () => {
  expect([vectors.length, replayed.length]).toEqual([1162, 1066])
})

describe.each([...Map.groupBy(replayed, ({ name }) => name.split('/')[0] ?? '')])(
  '%s',
  (_, members) => {
    test.each(members)('$name', async (vector) => {
      const mock = await mockFor(vector)
      await mock.reset()
      for (const step of stepsBefore(vector)) await sendTo(mock, step)
      const { status, headers, body } = await sendTo(mock, vector)

      expect(status).toBe(vector.response.status)
      expect([...headers]).toEqual([...frameworkHeaders(Object.entries(vector.response.headers))])
      if (vector.response.bodyOmitted)
        expect(body).toContain(`<title>${vector.response.bodyOmitted.title}</title>`)
      else expect(body).toBe(vector.response.body)
      expectInContract({
        method: vector.request.method,
        path: vector.request.path,
        status,
        headers,
        body,
      })
    })
  },
)

/** The mock for a vector. Vectors with equal options share a mock. */
function mockFor({
  profile,
  options: { clock: _, ...options },
  datasetChanges,
  ...vector
}: Vector): Promise<StartedMock> {
  const key = JSON.stringify([profile, options, datasetChanges])
  const known = mocks.get(key)
  if (known) return known
  const mock = startMock(optionsFor({ profile, options, datasetChanges, ...vector }))
  mocks.set(key, mock)
  return mock
}

/**
 * The earlier steps of a sequence about the rate limit; empty for other vectors. They must be sent
 * again before the vector, because the limiter counts them.
 */
function stepsBefore({ name, sequence }: Vector): Vector[] {
  if (!sequence || !name.startsWith('throttle/')) return []
  return vectors.filter(
    (other) =>
      other.name.startsWith('throttle/') &&
      other.sequence?.id === sequence.id &&
      other.sequence.step < sequence.step,
  )
}

function sendTo(mock: StartedMock, { options, request }: Vector) {
  if (typeof options['clock'] === 'number') mock.setClock(options['clock'])
  return send(mock.url, request)
}
