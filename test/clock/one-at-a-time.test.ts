import { expect, test } from 'vitest'
import { createQueue } from '../../src/clock/one-at-a-time.ts'
import { createTurns, type Work } from '../../src/clock/turns.ts'

/** Work of a few steps. It logs its beginning and its end. */
function* steps(name: string, log: string[]): Work<string> {
  log.push(`${name} begins`)
  for (let step = 0; step < 3; step++) yield
  log.push(`${name} ends`)
  return name
}

/** Turns that end after every step. */
const createShortTurns = () =>
  createTurns({ now: () => 0, defer: (next) => void setImmediate(next) })

const inOrder = ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']

test('work that shares a queue is done one after the other, in the order in which it came', async () => {
  const turns = createShortTurns()
  const inTurn = createQueue()
  const log: string[] = []
  const names = ['a', 'b', 'c']
  expect(await Promise.all(names.map((name) => turns.run(inTurn(() => steps(name, log)))))).toEqual(
    names,
  )
  expect(log).toEqual(inOrder)
})

test('work that fails or is given up lets the next one in', async () => {
  const turns = createShortTurns()
  const inTurn = createQueue()
  const log: string[] = []
  const failing = turns.run(
    inTurn(function* (): Work<void> {
      yield
      throw new Error('it failed')
    }),
  )
  const givenUp = turns.run(
    inTurn(() => steps('given up', log)),
    () => {
      throw new Error('nobody waits')
    },
  )
  const last = turns.run(inTurn(() => steps('last', log)))
  await expect(failing).rejects.toThrow('it failed')
  await expect(givenUp).rejects.toThrow('nobody waits')
  expect(await last).toBe('last')
  expect(log.slice(-2)).toEqual(['last begins', 'last ends'])
})
