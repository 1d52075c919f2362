// Replays the recorded calls of a real Laravel application, apart from those for the list.

import { describe, expect, test } from 'vitest'
import { startMock, type StartedMock } from '../src/index.ts'
import { expectInContract } from './contract/check.ts'
import { atFileEnd } from './file-end.ts'
import { CLOCK, companionOptionsFor, createMade, vectors } from './golden/companion.ts'
import { frameworkHeaders, send, type Vector } from './golden/vectors.ts'

const replayed = vectors.filter((vector) => companionOptionsFor(vector) !== undefined)
const mocks = new Map<string, Promise<StartedMock>>()

atFileEnd(async () => {
  for (const mock of mocks.values()) await (await mock).close()
})

test('the files hold 966 vectors, all of applications that the mock can be', () => {
  expect([vectors.length, replayed.length]).toEqual([966, 966])
})

/** The vectors to replay. The steps of a sequence form one test, in their order. */
const runs = [...Map.groupBy(replayed, ({ name, sequence }) => sequence?.id ?? name)]

describe.each([...Map.groupBy(runs, ([name]) => name.split('/')[0] ?? '')])('%s', (_, members) => {
  test.each(members)('%s', async (_name, steps) => {
    const made = createMade()
    for (const [index, vector] of steps.entries()) {
      const mock = await mockFor(vector)
      if (index === 0) await mock.reset()
      if ('processError' in vector.options)
        await mock.faults.arm({
          effect: { type: 'process_error', text: String(vector.options['processError']) },
        })
      if (vector.options['exception'] === true)
        await mock.faults.arm({ effect: { type: 'exception' } })
      mock.setClock(Number(vector.options['clock'] ?? CLOCK))
      const received = await send(mock.url, made.request(vector.request))
      const { response } = vector
      const body = made.bodyFor(vector, received)
      expect(received.status).toBe(response.status)
      expect([...received.headers]).toEqual([...frameworkHeaders(Object.entries(response.headers))])
      if (response.bodyOmitted)
        expect(received.body).toContain(`<title>${response.bodyOmitted.title}</title>`)
      else expect(received.body).toBe(body)
      const { method, path } = vector.request
      expectInContract({ method, path, ...received })
    }
  })
})

/** The mock for a vector. Vectors with equal options share a mock. */
function mockFor(vector: Vector): Promise<StartedMock> {
  const { clock: _, ...options } = vector.options
  const key = JSON.stringify([vector.profile, options])
  const known = mocks.get(key)
  if (known) return known
  const mock = startMock(companionOptionsFor(vector))
  mocks.set(key, mock)
  return mock
}
