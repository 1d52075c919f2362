import { Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createAdmission } from '../../src/server/admission.ts'

const pausedOf = (sockets: readonly Socket[]): boolean[] =>
  sockets.map((socket) => socket.isPaused())

test('of many new connections one is read in each turn, in their order', async () => {
  const admission = createAdmission(() => true)
  const sockets = Array.from({ length: 4 }, () => new Socket())
  for (const socket of sockets) admission.enter(socket)
  expect(pausedOf(sockets)).toEqual([false, true, true, true])
  await nextTurn()
  expect(pausedOf(sockets)).toEqual([false, false, true, true])
  await expect.poll(() => pausedOf(sockets)).toEqual([false, false, false, false])
})

test('no connection is read while too much waits, and all are read afterwards', async () => {
  let mayRead = false
  const admission = createAdmission(() => mayRead)
  const sockets = Array.from({ length: 3 }, () => new Socket())
  for (const socket of sockets) admission.enter(socket)
  for (let turn = 0; turn < 5; turn++) await nextTurn()
  expect(pausedOf(sockets)).toEqual([true, true, true])
  mayRead = true
  admission.goOn()
  await expect.poll(() => pausedOf(sockets)).toEqual([false, false, false])
})
