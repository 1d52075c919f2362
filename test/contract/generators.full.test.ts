// Clients are generated from both documents as users would, compiled strictly, and used against a mock.

import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const generators = join(root, 'tools/generators')
const TIMEOUT = 120_000

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'generated-clients-'))
  await cp(join(generators, 'clients'), folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  await run(join(generators, 'generate.ts'), folder)
  await run(join(root, 'node_modules/typescript/bin/tsc'), '-p', folder)
}, TIMEOUT)
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each(['openapi-fetch', 'hey-api'])(
  'a client of %s lists, is refused, arms, reads and verifies',
  async (name) => {
    await using mock = await startMock()
    expect(await run(join(folder, 'out', `${name}.js`), mock.url, mock.adminToken)).toBe('')
  },
  TIMEOUT,
)

/** What a script says. What it says when it fails becomes the message of the failure. */
async function run(script: string, ...given: string[]): Promise<string> {
  const running = promisify(execFile)(process.execPath, [script, ...given], { cwd: root })
  const { stdout } = await running.catch(({ stdout: said, stderr }) => {
    throw new Error(`${script}:\n${said}${stderr}`)
  })
  return stdout
}
