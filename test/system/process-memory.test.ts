import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const file = new URL('../../src/system/process-memory.ts', import.meta.url).href

async function run(script: string): Promise<{ code: unknown; out: string; err: string }> {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '--eval', `import { boundHeap } from '${file}'\n${script}`],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
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

test('the heap is looked after without keeping the process alive', async () => {
  expect(await run('boundHeap()')).toEqual({ code: 0, out: '', err: '' })
})
