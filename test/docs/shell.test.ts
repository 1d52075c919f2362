// Runs the shell lines of each page as one script, in their order. Small programs stand for
// `conversations-mock`, `npx` and others that a reader has installed.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { cli, inherited } from '../cli/program.ts'
import { blocksOf, pages, root } from './pages.ts'

const hasTools = ['bash', 'curl'].every((tool) => spawnSync(tool, ['--version']).status === 0)
const folder = mkdtempSync(join(tmpdir(), 'docs-test-'))
const bin = join(folder, 'bin')
mkdirSync(bin)
afterAll(() => rmSync(folder, { recursive: true }))

/** CI itself runs the lines that build or install. */
const ELSEWHERE = /\bdocker\b|\bnpm ci\b/

const program = (name: string, script: string): void => {
  writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${script}\n`)
  chmodSync(join(bin, name), 0o755)
}

// Stands for the installed command. A mock without an end runs `true` beside it and ends.
program(
  'conversations-mock',
  `case "$1" in
  exec|lint|compare|generate|import|init|health|openapi|completion|help) exec "$NODE" "$CLI" "$@" ;;
  *) exec "$NODE" "$CLI" exec "$@" -- true ;;
esac`,
)
program('npx', 'exec "$@"')
// Stands for the tests of the reader. They request the list, because --lint demands it.
program(
  'npm',
  `curl -sS --fail-with-body -H "Authorization: Bearer $CONVERSATIONS_MOCK_TOKEN" -H 'Accept: application/json' \\
  "$CONVERSATIONS_MOCK_URL/api/user/conversations" >/dev/null`,
)

const preamble = `
set -eo pipefail
export M="$URL/__admin" API="$URL/api"
admin() { curl -sS --fail-with-body -H "Authorization: Bearer $ADMIN" -H 'Content-Type: application/json' "$@"; }
curl -sS -H "Authorization: Bearer $KEY" -H 'Accept: application/json' "$URL/api/user/conversations" >/dev/null
`

const scripts = pages
  .map((page) => ({ page, blocks: blocksOf(page, 'sh').filter((block) => !ELSEWHERE.test(block)) }))
  .filter(({ blocks }) => blocks.length > 0)

describe.skipIf(!hasTools || process.platform === 'win32').concurrent('the shell lines run', () => {
  test.each(scripts)('of $page', async ({ page, blocks }) => {
    await using mock = await startMock({ adminToken: 'my-admin-token' })
    const cwd = mkdtempSync(join(folder, 'cwd-'))
    symlinkSync(join(root, 'test'), join(cwd, 'test'), 'junction')
    const lines = blocks.join('\n').replaceAll('http://localhost:4080', mock.url)
    const child = spawn('bash', ['-c', preamble + lines], {
      cwd,
      env: {
        ...inherited,
        PATH: `${bin}:${inherited.PATH}`,
        HOME: cwd,
        NODE: process.execPath,
        CLI: cli,
        URL: mock.url,
        ADMIN: 'my-admin-token',
        KEY: mock.token(),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ])
    expect(code, `${page}\n${out.slice(-2000)}\n${err}`).toBe(0)
  })
})
