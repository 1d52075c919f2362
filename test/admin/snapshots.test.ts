import { describe, expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { call } from './calls.ts'
import { del, get, post, put, startFilled, testRefusals, userRefusals } from './refusals.ts'

const mock = startFilled()
const NAME = 'must be 1 to 100 letters, digits, ".", "_" or "-"'

test('saves, lists, restores, replaces and deletes', async () => {
  await using own = await startMock({ dataset: 'one' })
  await own.clock.freeze('2025-03-01T12:00:00Z')
  const saved = { name: 'a', created_at: '2025-03-01T12:00:00.000Z', conversations: 1 }
  expect((await call(own, put('/snapshots/a'))).body).toEqual(saved)
  await own.conversations.create([{}, {}])
  await own.conversations.delete(1)
  await own.clock.advance(1)
  const later = { name: 'b', created_at: '2025-03-01T12:00:01.000Z', conversations: 2 }
  expect((await call(own, put('/snapshots/b'))).body).toEqual(later)
  expect((await call(own, get('/snapshots'))).body).toEqual({ snapshots: [saved, later] })
  expect((await call(own, post('/snapshots/a/restore'))).body).toEqual(saved)
  expect((await own.conversations.list()).map(({ id }) => id)).toEqual([1])
  expect((await call(own, post('/snapshots/b/restore'))).body).toEqual(later)
  expect((await own.conversations.list()).map(({ id }) => id)).toEqual([3, 2])
  expect((await call(own, put('/snapshots/a'))).body).toEqual({ ...later, name: 'a' })
  expect((await call(own, del('/snapshots/b'))).status).toBe(204)
  expect((await own.snapshot.list()).map(({ name }) => name)).toEqual(['a'])
})

test('outlives a replaced dataset, and leads back to the one before', async () => {
  await using own = await startMock({ dataset: 'one' })
  const user = await own.createUser({ dataset: { fixture: 'ties' } })
  const before = await user.dataset.export()
  await user.snapshot.save('before')
  await user.dataset.replace({ ...before, conversations: [] })
  expect(await user.conversations.count()).toBe(0)
  await user.snapshot.restore('before')
  expect(await user.dataset.export()).toEqual(before)
})

test('has no name that would store a token in the file', async () => {
  await using own = await startMock({ dataset: 'one' })
  const [token] = (await own.createUser()).tokens
  const name = `before-${token?.plain}`
  const message = 'must hold no token of this mock; choose another name'
  expect(await call(own, put(`/snapshots/${name}`))).toMatchObject({
    status: 422,
    body: { message: `name ${message}`, errors: [{ path: 'name', message }] },
  })
  expect(await own.snapshot.list()).toEqual([])
})

test('names of one user say nothing to another', async () => {
  await using own = await startMock({ dataset: 'one' })
  const user = await own.createUser({ dataset: { generate: 2 } })
  await own.snapshot.save('same')
  await user.snapshot.save('same')
  await user.snapshot.delete('same')
  expect((await own.snapshot.restore('same')).conversations).toBe(1)
  await expect(user.snapshot.restore('same')).rejects.toMatchObject({ status: 404 })
})

test('a user has at most 100, and may still replace one', async () => {
  await using own = await startMock({ dataset: 'one' })
  for (let number = 0; number < 100; number++) await own.snapshot.save(`s${number}`)
  const { status, body } = await call(own, put('/snapshots/more'))
  expect({ status, body }).toEqual({
    status: 429,
    body: { message: 'a user has at most 100 snapshots; delete one first', errors: [] },
  })
  expect((await call(own, put('/snapshots/s5'))).status).toBe(200)
  expect(await own.snapshot.list()).toHaveLength(100)
})

describe('refusals', () => {
  testRefusals(mock, [
    ...userRefusals('GET', '/snapshots'),
    ...userRefusals('PUT', '/snapshots/x'),
    ...userRefusals('POST', '/snapshots/kept/restore'),
    ...userRefusals('DELETE', '/snapshots/kept'),
    ['a space in a name', put('/snapshots/a%20b'), 422, 'name', NAME],
    ['a slash in a name', put('/snapshots/%2Fetc'), 422, 'name', NAME],
    ['NUL in a name', put('/snapshots/a%00'), 422, 'name', NAME],
    ['a letter beyond ASCII', put('/snapshots/%C3%A4'), 422, 'name', NAME],
    ['a name of 101 letters', put(`/snapshots/${'x'.repeat(101)}`), 422, 'name', NAME],
    ['a name of 8,000 letters', del(`/snapshots/${'x'.repeat(8000)}`), 422, 'name', NAME],
    ['a body', put('/snapshots/x', { name: 'y' }), 422, 'name', 'is not known here'],
    ['a body that is no JSON', put('/snapshots/x', '{'), 400, null, 'the body is not JSON'],
    [
      'an unknown snapshot',
      post('/snapshots/none/restore'),
      404,
      null,
      'there is no snapshot "none"; see GET /__admin/snapshots',
    ],
    [
      'a snapshot named as a prototype',
      post('/snapshots/__proto__/restore'),
      404,
      null,
      'there is no snapshot "__proto__"',
    ],
    [
      'to delete an unknown snapshot',
      del('/snapshots/none'),
      404,
      null,
      'there is no snapshot "none"',
    ],
    [
      'a snapshot of another user',
      post('/snapshots/kept/restore?user=1000'),
      404,
      null,
      'there is no snapshot "kept"',
    ],
  ])
})
