import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { cli, inherited } from './program.ts'

const isRoot = process.getuid?.() === 0
/** Takes root's right to write files that nobody may write. */
const before = isRoot ? ['--bounding-set=-dac_override'] : []
const canRun = process.platform === 'linux' && spawnSync('setpriv', ['--version']).status === 0

test.runIf(canRun)(
  'a lock file that cannot be written is refused, for it locks nothing',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'unwritable-lock-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'rows.db')
    writeFileSync(`${file}-lock`, '')
    chmodSync(`${file}-lock`, 0o444)
    const args = [...before, process.execPath, cli, '--port', '0', '--db', file]
    const child = spawn('setpriv', args, {
      cwd: folder,
      env: { ...inherited, XDG_RUNTIME_DIR: folder, TMPDIR: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
    expect([code, err, existsSync(file)]).toEqual([
      1,
      expect.stringMatching(/rows\.db-lock beside it cannot be used \(.+\); remove that/),
      false,
    ])
  },
)
