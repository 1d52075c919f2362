// Time that tests may fake. It takes the part of real time in those that let it pass themselves:
//
//     vi.mock(import('../src/clock/real-time.ts'), () => import('./fakeable-time.ts'))

import { vi } from 'vitest'
import type * as realTime from '../src/clock/real-time.ts'

type RealTime = typeof realTime

const real = await vi.importActual<RealTime>('../src/clock/real-time.ts')

export const { areTimersReal, clearImmediate, nextTurn, setImmediate, sleep } = real

export const setTimeout = lookedUp('setTimeout')
export const setInterval = lookedUp('setInterval')
export const clearTimeout: RealTime['clearTimeout'] = (timer) => globalThis.clearTimeout(timer)
export const clearInterval: RealTime['clearInterval'] = (timer) => globalThis.clearInterval(timer)
export const performance = { now: (): number => globalThis.performance.now() }
export const realNow = (): number => Date.now()

/** Finds the fake when it is called. */
function lookedUp<Name extends 'setTimeout' | 'setInterval'>(name: Name): RealTime[Name] {
  return new Proxy(real[name], {
    apply: (_real, _this, args) => Reflect.apply(globalThis[name], undefined, args),
  })
}
