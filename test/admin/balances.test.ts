import { expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { begin, say } from '../talking.ts'
import { call } from './calls.ts'
import { get, MADE, patch, startFilled, testRefusals } from './refusals.ts'

const poor = {
  status: 400,
  body: { status: false, error: 'Insufficient balance. Please top up your account.' },
}

test('a balance is shown, falls with each message, and can be set', async () => {
  await using own = await startMock({ dataset: 'one' })
  const chat = await begin(own)
  await say(chat, 'a')
  expect((await call(own, get('/users/1'))).body).toHaveProperty('total_balance', 99.99)
  expect((await call(own, patch('/users/1', { total_balance: 0.01 }))).body).toHaveProperty(
    'total_balance',
    0.01,
  )
  expect([await say(chat, 'b'), await say(chat, 'c')]).toMatchObject([{ status: 200 }, poor])
  expect(await own.users.setBalance(1, 5)).toBe(5)
  expect((await say(chat, 'd')).status).toBe(200)
  expect(await own.users.balance(1)).toBe(4.99)
  expect((await call(own, patch('/users/1', {}))).body).toHaveProperty('total_balance', 4.99)
  await own.reset(['state'])
  expect(await own.users.balance(1)).toBe(100)
  expect(await own.users.balance(99)).toBeUndefined()
})

test('a user is made with a balance, to which a reset returns', async () => {
  await using own = await startMock({ dataset: 'one' })
  const user = await own.createUser({ total_balance: 0.02, dataset: { fixture: 'one' } })
  expect([await user.balance(), await own.users.balance(1)]).toEqual([0.02, 100])
  expect(await user.setBalance(0)).toBe(0)
  await user.reset()
  expect(await user.balance()).toBe(0.02)
})

testRefusals(startFilled(), [
  [
    'a balance that is no number',
    patch(`/users/${MADE}`, { total_balance: '5' }),
    422,
    'total_balance',
    'must be a number',
  ],
  ['another field', patch('/users/1', { name: 'x' }), 422, 'name', 'is not known here'],
  [
    'the balance of nobody',
    patch('/users/99', { total_balance: 5 }),
    404,
    null,
    'there is no user 99',
  ],
])
