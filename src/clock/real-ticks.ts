// Ticks that go on. Fastify starts and stops by process.nextTick and queueMicrotask, which it looks up each time, and jest fakes both.

const real = { nextTick: process.nextTick, queueMicrotask: globalThis.queueMicrotask }
let faked = real
let works = 0

/** Lets work be done with ticks that no test fakes. */
export async function withRealTicks<T>(work: () => Promise<T>): Promise<T> {
  if (works++ === 0) replaceFakes()
  try {
    return await work()
  } finally {
    if (--works === 0) bringFakesBack()
  }
}

function replaceFakes(): void {
  faked = { nextTick: process.nextTick, queueMicrotask: globalThis.queueMicrotask }
  if (faked.nextTick !== real.nextTick || isFake(faked.nextTick)) process.nextTick = nextTick
  if (faked.queueMicrotask !== real.queueMicrotask || isFake(faked.queueMicrotask))
    globalThis.queueMicrotask = queueMicrotask
}

/** The test may have ended its fakes in the meantime. */
function bringFakesBack(): void {
  if (process.nextTick === nextTick) process.nextTick = faked.nextTick
  if (globalThis.queueMicrotask === queueMicrotask) globalThis.queueMicrotask = faked.queueMicrotask
}

/** Fakes of sinon, vitest and jest carry their clock. */
const isFake = (tick: object): boolean => 'clock' in tick

// Promises are out of reach of all fakes.

function nextTick(callback: Function, ...args: unknown[]): void {
  void Promise.resolve().then(() => callback(...args))
}

function queueMicrotask(callback: () => void): void {
  void Promise.resolve().then(callback)
}
