import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import * as z from 'zod'
import { findPort } from '../ports.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'start-test-'))
const Line = z.object({ url: z.string().optional() })

afterAll(() => rmSync(folder, { recursive: true }))

/** Starts a mock by `npm start` with the page as it is built, and returns its address. */
async function startByNpm() {
  const env = { ...process.env, XDG_RUNTIME_DIR: folder, NODE_ENV: '' }
  const npm = spawn(
    'npm',
    ['start', '--silent', '--', '--port', String(await findPort()), '--no-dashboard'],
    {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  for await (const line of createInterface({ input: npm.stdout })) {
    const { url } = Line.parse(JSON.parse(line))
    if (url !== undefined) return { npm, url }
  }
  throw new Error('it ended before it was ready')
}

// Windows has no SIGTERM.
test.skipIf(process.platform === 'win32')(
  'SIGTERM to npm ends the server that it started',
  async () => {
    const { npm, url } = await startByNpm()
    expect((await fetch(`${url}/livez`)).status).toBe(200)
    npm.kill('SIGTERM')
    await expect.poll(() => fetch(`${url}/livez`).then(String, String)).toContain('fetch failed')
  },
)
