import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { untilStalled } from '../../src/clock/stall.ts'
import { turns, type Work } from '../../src/clock/turns.ts'

const PATIENCE_MS = 600

test('work that goes on is waited for, and work that waits for its caller is not', async () => {
  const callers = new AbortController()
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  let isStalled = false

  function* work(): Work<void> {
    while (!callers.signal.aborted) yield sleep(5)
    yield answered
  }

  const working = turns.run(work())
  const stalled = untilStalled({ calls: PATIENCE_MS, work: 1e9 }, () => false).then(
    () => (isStalled = true),
  )
  for (let given = turns.given(); turns.given() < given + 2;) await sleep(5)
  await sleep(1.5 * PATIENCE_MS)
  expect(isStalled).toBe(false)
  callers.abort()
  await stalled
  answer()
  await working
})

test('the wait ends when there is nothing to wait for', async () => {
  let isOver = false
  const waiting = untilStalled({ calls: 1e9, work: 1e9 }, () => isOver)
  isOver = true
  await waiting
})
