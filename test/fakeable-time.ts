// Time that tests can fake. A test that moves time itself uses this file in place of real-time.ts:
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

/** Calls the timer function that is global at the time of the call, which may be a fake. */
function lookedUp<Name extends 'setTimeout' | 'setInterval'>(name: Name): RealTime[Name] {
  return new Proxy(real[name], {
    apply: (_real, _this, args) => Reflect.apply(globalThis[name], undefined, args),
  })
}
