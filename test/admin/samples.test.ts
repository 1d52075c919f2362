import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { Mock } from '../../src/index.ts'
import { startMock } from '../../src/index.ts'
import { samples } from '../../src/samples/kinds.ts'
import { call } from './calls.ts'
import { del, get, post, startFilled, testRefusals, userRefusals } from './refusals.ts'

const Run = z.object({ walk: z.string(), state: z.string(), message: z.string().nullable() })
type Run = z.infer<typeof Run>
const Runs = z.object({ runs: z.array(Run) })

const runsOf = async (mock: Mock): Promise<Run[]> =>
  Runs.parse((await call(mock, get('/sample-clients'))).body).runs

/** Runs a sample client to its end. */
async function run(mock: Mock, body: object): Promise<Run> {
  const begun = await call(mock, post('/sample-clients', { per_second: 50, ...body }))
  expect(begun).toMatchObject({ status: 201, body: { state: 'running' } })
  const { walk } = Run.parse(begun.body)
  const find = async () => (await runsOf(mock)).find((one) => one.walk === walk)
  await expect.poll(async () => (await find())?.state).not.toBe('running')
  return Run.parse(await find())
}

describe('/sample-clients', () => {
  test.each(
    Object.entries(samples).flatMap(([name, { rule, paginators }]) =>
      paginators.map((paginator) => ({ name, paginator, rule })),
    ),
  )('$name by $paginator breaks $rule, and nothing else', async ({ name, paginator, rule }) => {
    await using mock = await startMock()
    const { walk, state } = await run(mock, { name, paginator })
    expect(state).toBe('finished')
    const entries = await mock.requests.list()
    expect(entries.map(({ correlation }) => correlation)).toEqual(entries.map(() => walk))
    const { findings } = await mock.report()
    expect([...new Set(findings.map((finding) => finding.rule))]).toEqual(
      rule === null ? [] : [rule],
    )
  })

  test('meets faults like any client, and waits as long as it is told', async () => {
    await using mock = await startMock()
    await mock.faults.arm({ match: { nth: 2 }, times: 1, effect: { type: 'status', status: 503 } })
    expect(await run(mock, { name: 'right' })).toMatchObject({
      state: 'finished',
      message: expect.stringContaining('68 rows'),
    })
    expect((await mock.report()).findings).toEqual([])
  })

  test('ends its walk, which is judged at once', async () => {
    await using mock = await startMock()
    const { walk } = await run(mock, { name: 'stops-early' })
    const { findings } = z
      .object({ findings: z.array(z.object({ rule: z.string() })) })
      .parse((await call(mock, get('/findings?live=true'))).body)
    expect(findings.map(({ rule }) => rule)).toEqual(['stopped-early'])
    expect((await call(mock, get(`/walks?live=true&name=${walk}`))).body).toMatchObject({
      walks: [{ verdict: 'truncated' }],
    })
  })

  test('is stopped, for one user alone too, and when the mock closes', async () => {
    const mock = await startMock()
    const slow = { name: 'right', per_second: 0.1 }
    await call(mock, post('/sample-clients?user=1', slow))
    await call(mock, post('/sample-clients?user=2', slow))
    expect((await call(mock, del('/sample-clients?user=2'))).body).toEqual({ removed: 1 })
    const states = async (): Promise<string[]> => (await runsOf(mock)).map(({ state }) => state)
    await expect.poll(states).toEqual(['stopped', 'running'])
    await mock.close()
  })

  test('no more than ten run at once', async () => {
    await using mock = await startMock()
    const slow = post('/sample-clients', { name: 'right', per_second: 0.1 })
    for (let count = 0; count < 10; count++)
      expect(await call(mock, slow)).toMatchObject({ status: 201 })
    expect(await call(mock, slow)).toMatchObject({ status: 429 })
    expect((await call(mock, del('/sample-clients'))).body).toEqual({ removed: 10 })
  })

  test('a user without a fitting token is named', async () => {
    await using mock = await startMock()
    const user = await mock.createUser({ editions: ['nicecall'] })
    const body = { name: 'right', paginator: 'cursor' }
    expect(await call(mock, post(`/sample-clients?user=${user.id}`, body))).toMatchObject({
      status: 409,
      body: {
        message: `user ${user.id} has no valid token that pages by cursor; make a user with POST /__admin/users`,
      },
    })
  })
})

const asSample = (fields: object) => post('/sample-clients', { name: 'right', ...fields })

testRefusals(startFilled(), [
  ...userRefusals('GET', '/sample-clients'),
  ...userRefusals('POST', '/sample-clients', { name: 'right' }),
  ...userRefusals('DELETE', '/sample-clients'),
  ['no name', post('/sample-clients', {}), 422, 'name', 'is missing'],
  ['an unknown name', asSample({ name: 'best' }), 422, 'name', 'must be one of'],
  ['too fast', asSample({ per_second: 51 }), 422, 'per_second', 'must be at most 50'],
  [
    'a way that it does not know',
    asSample({ name: 'past-the-end', paginator: 'cursor' }),
    422,
    'paginator',
    'must be page for past-the-end, not cursor',
  ],
])
