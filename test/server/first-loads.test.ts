// Files of the package disappear and return while a mock runs, as in an update or a disk failure.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'first-loads-')))
const ADMIN_TOKEN = 'an-admin-token'
const lines: string[] = []
let mock: ChildProcess | undefined
let url = ''

beforeAll(async () => {
  for (const name of ['src', 'fixtures', 'dist/dashboard', 'openapi.yaml', 'package.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  const env = {
    PATH: process.env['PATH'],
    XDG_RUNTIME_DIR: folder,
    TMPDIR: folder,
    CONVERSATIONS_MOCK_ADMIN_TOKEN: ADMIN_TOKEN,
  }
  mock = spawn(
    process.execPath,
    [join(folder, 'src/cli/cli.ts'), '--port', '0', '--log-level', 'info'],
    {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  if (!mock.stdout) throw new Error('no pipe')
  createInterface({ input: mock.stdout }).on('line', (line) => lines.push(line))
  while (!lines.some((line) => line.includes('ready at'))) await once(mock.stdout, 'data')
  url = /ready at (http:\/\/[\w.:]+)/.exec(lines.join('\n'))?.[1] ?? ''
})
afterAll(async () => {
  const ended = mock && once(mock, 'exit')
  mock?.kill('SIGTERM')
  await ended
  rmSync(folder, { recursive: true })
})

async function get(path: string): Promise<{ status: number; body: string }> {
  const response = await fetch(url + path, { headers: { Authorization: `Bearer ${ADMIN_TOKEN}` } })
  return { status: response.status, body: await response.text() }
}

describe('what could not be loaded is loaded when it is there, and no answer names a folder:', () => {
  test.each([
    ['/', 'dist/dashboard', 503, 'The dashboard is not built'],
    ['/openapi.yaml', 'openapi.yaml', 500, 'This page cannot be loaded'],
    ['/openapi-admin.json', 'src/admin/openapi.yaml', 500, 'This page cannot be loaded'],
    ['/docs/rules', 'src/judge/rules-page.ts', 500, 'This page cannot be loaded'],
    ['/docs/', 'openapi.yaml', 500, 'This page cannot be loaded'],
    ['/__admin/status', 'src/admin/app.ts', 500, 'the admin API cannot be loaded'],
  ])('%s needs %s', async (path, file, status, sentence) => {
    renameSync(join(folder, file), join(folder, 'away'))
    const refused = await get(path)
    renameSync(join(folder, 'away'), join(folder, file))
    expect(refused).toEqual({ status, body: expect.stringContaining(sentence) })
    expect(refused.body).not.toContain(folder)
    expect(await get(path)).toMatchObject({ status: 200 })
    // The log names the missing file, except for the dashboard, which may simply not be built.
    if (status === 500) await expect.poll(() => lines.join('\n')).toContain(join(folder, file))
  })
})
