// Real time, for a mock that runs inside other people's tests.
//
// Such tests fake timers and dates, and a server that looked them up when a request comes would wait for ever. So they are read
// once, when this module is loaded, and the linter forbids them elsewhere. They come from the modules of Node.js, because the
// globals may be faked already, and are copied, because `node:test` fakes the modules too.

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

/** Resolves after so many milliseconds. */
export const sleep = promises.setTimeout

/** Lets the event loop turn once. */
export const nextTurn = promises.setImmediate

/** Milliseconds since the process started, which no change of the system's clock moves. */
export const performance = { now: readPerformance() }

/** Milliseconds since 1970. */
export const realNow: () => number = Date.now

/** False when the timers were faked before this module was loaded: fakes leave nothing in the event loop. */
export const areTimersReal =
  isInEventLoop('Timeout', startTimeout) && isInEventLoop('Immediate', startImmediate)

/** The module costs a start two milliseconds that the global does not. */
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
