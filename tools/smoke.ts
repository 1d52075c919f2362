// Starts an installed package as its users do and requests a page: `node tools/smoke.ts FOLDER`.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import * as z from 'zod'

const Ready = z.object({ url: z.string(), key: z.string() })
const ADMIN_TOKEN = 'smoke-admin-token'
const Page = z.object({ total: z.literal(68), last_page: z.literal(5) })
const Library = z.object({
  startMock: z.function({
    input: [],
    output: z.promise(z.object({ url: z.string(), close: z.function() })),
  }),
})

const folder = process.argv[2] ?? '.'
const bin = join(folder, 'bin/conversations-mock.js')
const child = spawn(process.execPath, [bin, '--port', '0', '--admin-token', ADMIN_TOKEN], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const { url, key } = await readReadyLine()
  const answer = await fetch(`${url}/api/user/conversations`, {
    headers: { Authorization: `Bearer ${key}` },
  })
  Page.parse(await answer.json())
  await expectOk(`${url}/docs/`)
  await expectDashboard(url)
  await expectOk(`${url}/docs/admin/`)
  await expectOk(`${url}/openapi-admin.json`)
  await expectOk(`${url}/__admin/users`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${ADMIN_TOKEN}` },
  })
  await runCommand()
  const { startMock } = Library.parse(
    await import(pathToFileURL(join(folder, 'dist/index.js')).href),
  )
  const mock = await startMock()
  await mock.close()
} finally {
  child.kill('SIGTERM')
}
const [code] = await once(child, 'exit')
if (code !== 0) throw new Error(`the server ended with ${String(code)}`)
process.stdout.write('the packed package starts, answers and stops\n')

async function expectOk(url: string, init: RequestInit = {}): Promise<void> {
  const { ok, status } = await fetch(url, init)
  if (!ok) throw new Error(`${url} answers ${status}`)
}

/** Requests the dashboard's page and every file that it loads. */
async function expectDashboard(url: string): Promise<void> {
  const html = await (await fetch(url)).text()
  const paths = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path]) => path)
  if (paths.length < 3) throw new Error(`the dashboard is not there: ${html.slice(0, 200)}`)
  for (const path of paths) await expectOk(`${url}/${path}`)
}

/** Checks that `exec` ends with the exit code of its command. */
async function runCommand(): Promise<void> {
  const command =
    'process.exit(process.env.CONVERSATIONS_MOCK_URL.startsWith("http://127.0.0.1:") ? 42 : 1)'
  const run = spawn(process.execPath, [bin, 'exec', '--', process.execPath, '--eval', command], {
    stdio: 'inherit',
  })
  const [exitCode] = await once(run, 'exit')
  if (exitCode !== 42) throw new Error(`exec ended with ${String(exitCode)}`)
}

async function readReadyLine(): Promise<z.infer<typeof Ready>> {
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = Ready.safeParse(JSON.parse(line))
    if (ready.success) return ready.data
  }
  throw new Error('the server ended before it was ready')
}
