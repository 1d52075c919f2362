// Real ticks. Fastify starts and stops with process.nextTick and queueMicrotask. It looks both up
// at each call, and jest replaces both with fakes.

const real = { nextTick: process.nextTick, queueMicrotask: globalThis.queueMicrotask }
let faked = real
let works = 0

/** Runs work while process.nextTick and queueMicrotask are real, even if a test faked them. */
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

/** Restores the fakes, unless the test has removed them in the meantime. */
function bringFakesBack(): void {
  if (process.nextTick === nextTick) process.nextTick = faked.nextTick
  if (globalThis.queueMicrotask === queueMicrotask) globalThis.queueMicrotask = faked.queueMicrotask
}

/** Fakes of sinon, vitest and jest have a property `clock`. */
const isFake = (tick: object): boolean => 'clock' in tick

// No fake replaces promises, so both functions use them.

function nextTick(callback: Function, ...args: unknown[]): void {
  void Promise.resolve().then(() => callback(...args))
}

function queueMicrotask(callback: () => void): void {
  void Promise.resolve().then(callback)
}
