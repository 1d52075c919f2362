import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'

const file = new URL('../../src/system/process-memory.ts', import.meta.url).href
const requests = new URL('../../src/system/client-requests.ts', import.meta.url).href

/** The room of the young generation in bytes, for scripts. */
const ROOM = `
    import { getHeapSpaceStatistics } from 'node:v8'
    const MIB = 1024 * 1024
    const room = () =>
      getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size`

async function run(script: string): Promise<{ code: unknown; out: string; err: string }> {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '--eval', `import { boundHeap } from '${file}'\n${script}`],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { code, out, err }
}

test('garbage goes while nobody asks', async () => {
  const script = `
    boundHeap()
    let garbage = Array.from({ length: 1_000_000 }, (_, index) => ({ index }))
    const before = process.memoryUsage().heapUsed
    garbage = undefined
    const look = setInterval(() => {
      if (process.memoryUsage().heapUsed > before / 2) return
      console.log('gone')
      clearInterval(look)
    }, 50)`
  expect(await run(script)).toEqual({ code: 0, out: 'gone\n', err: '' })
})

test('garbage stays while a client sends few requests, and goes afterwards', async () => {
  const script = `
    import { noteRequest } from '${requests}'
    boundHeap()
    const room = () => process.memoryUsage().heapUsed
    let looks = 0
    setInterval(() => looks++, 1000).unref()
    let garbage, before
    const look = setInterval(() => {
      // The first look collects in any case.
      if (looks < 2) return noteRequest()
      if (looks < 5) noteRequest()
      garbage ??= Array.from({ length: 1_000_000 }, (_, index) => ({ index }))
      before ??= room()
      if (looks === 3) garbage = []
      if (looks < 5 && room() < before / 2) throw new Error('a client had to wait')
      if (looks >= 5 && room() < before / 2) {
        console.log('gone')
        clearInterval(look)
      }
    }, 50)`
  expect(await run(script)).toEqual({ code: 0, out: 'gone\n', err: '' })
})

test('the young generation shrinks while little happens, and gets room again in work', async () => {
  const script = `
    ${ROOM}
    boundHeap()
    globalThis.worthCollecting = Array.from({ length: 1_000_000 }, (_, index) => ({ index }))
    let isWorking = false
    const look = setInterval(() => {
      globalThis.garbage = Array.from({ length: isWorking ? 100_000 : 100 }, (_, index) => ({ index }))
      if (!isWorking && room() < 2 * MIB) isWorking = true
      if (!isWorking || room() !== 2 * 2 * MIB) return
      console.log('4 MiB')
      clearInterval(look)
    }, 20)`
  expect(await run(script)).toEqual({ code: 0, out: '4 MiB\n', err: '' })
})

test('a busy process collects once, because its start enlarged the young generation', async () => {
  const script = `
    ${ROOM}
    globalThis.survivors = Array.from({ length: 1_000_000 }, (_, index) => ({ index }))
    const before = room()
    boundHeap()
    const work = () => {
      for (const end = Date.now() + 20; Date.now() < end; );
      if (room() === 2 * 2 * MIB) console.log(before > room())
      else setTimeout(work)
    }
    work()`
  expect(await run(script)).toEqual({ code: 0, out: 'true\n', err: '' })
})

test('an object of nextTick outlives a collection of all garbage', async () => {
  const script = `
    import { createHook } from 'node:async_hooks'
    import { setTimeout } from 'node:timers/promises'
    import { runInNewContext } from 'node:vm'
    const ticks = []
    createHook({
      init: (id, type, trigger, object) =>
        type === 'TickObject' && ticks.push(new WeakRef(object)),
    }).enable()
    boundHeap()
    await setTimeout(10)
    runInNewContext("gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })")
    console.log(ticks.some((tick) => tick.deref() !== undefined))`
  expect(await run(script)).toEqual({ code: 0, out: 'true\n', err: '' })
})

test('the heap is looked after without keeping the process alive', async () => {
  expect(await run('boundHeap()')).toEqual({ code: 0, out: '', err: '' })
})
