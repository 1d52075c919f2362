// Starts an installed package as its users would and asks it for a page: `node tools/smoke.ts FOLDER`.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import * as z from 'zod'

const Ready = z.object({ url: z.string(), key: z.string() })
const Page = z.object({ total: z.literal(68), last_page: z.literal(5) })
const Library = z.object({ startMock: z.function({ input: [], output: z.promise(z.object({ url: z.string(), close: z.function() })) }) })

const folder = process.argv[2] ?? '.'
const child = spawn(process.execPath, [join(folder, 'bin/conversations-mock.js'), '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
try {
  const { url, key } = await readReadyLine()
  const answer = await fetch(`${url}/api/user/conversations`, { headers: { Authorization: `Bearer ${key}` } })
  Page.parse(await answer.json())
  const docs = await fetch(`${url}/docs/`)
  if (docs.status !== 200) throw new Error(`/docs/ answers ${docs.status}`)
  const { startMock } = Library.parse(await import(pathToFileURL(join(folder, 'dist/index.js')).href))
  const mock = await startMock()
  await mock.close()
} finally {
  child.kill('SIGTERM')
}
const [code] = await once(child, 'exit')
if (code !== 0) throw new Error(`the server ended with ${String(code)}`)
process.stdout.write('the packed package starts, answers and stops\n')

async function readReadyLine(): Promise<z.infer<typeof Ready>> {
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = Ready.safeParse(JSON.parse(line))
    if (ready.success) return ready.data
  }
  throw new Error('the server ended before it was ready')
}
