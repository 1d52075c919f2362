// Real time, for a mock that runs inside other people's tests.
//
// Such tests fake timers and dates. A server that looked them up at each request would wait for
// ever. So this module reads them once, when it is loaded, and the linter forbids them elsewhere.
// They come from the modules of Node.js, because the globals may be faked already. They are copied,
// because `node:test` fakes the modules too.

import * as timers from 'node:timers'
import * as promises from 'node:timers/promises'

export const {
  setTimeout,
  clearTimeout,
  setInterval,
  clearInterval,
  setImmediate,
  clearImmediate,
} = timers

export const { nextTick } = process

/** Resolves after the given number of milliseconds. */
export const sleep = promises.setTimeout

/** Resolves after one turn of the event loop. */
export const nextTurn = promises.setImmediate

/** Milliseconds since the process started. No change of the system's clock affects them. */
export const performance = { now: readPerformance() }

/** Milliseconds since 1970. */
export const realNow: () => number = Date.now

/**
 * False if the timers were fakes when this module was loaded. A fake timer adds nothing to the
 * event loop.
 */
export const areTimersReal =
  isInEventLoop('Timeout', startTimeout) && isInEventLoop('Immediate', startImmediate)

/** The global saves a start the two milliseconds that loading the module takes. */
function readPerformance(): () => number {
  const global = globalThis.performance
  const isReal = Object.prototype.toString.call(global) === '[object Performance]'
  const real = isReal ? global : process.getBuiltinModule('node:perf_hooks').performance
  return real.now.bind(real)
}

function isInEventLoop(resource: string, start: () => () => void): boolean {
  const count = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === resource).length
  const before = count()
  const stop = start()
  const isReal = count() > before
  stop()
  return isReal
}

function startTimeout(): () => void {
  const timer = setTimeout(() => undefined, 1)
  return () => clearTimeout(timer)
}

function startImmediate(): () => void {
  const immediate = setImmediate(() => undefined)
  return () => clearImmediate(immediate)
}
