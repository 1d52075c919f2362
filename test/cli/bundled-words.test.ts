import { isAscii } from 'node:buffer'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, inherited, runIn } from './program.ts'

test('the bundle, which holds only the words of faker, generates the rows of the sources', async () => {
  const command = ['generate', '2000', '--seed', '5']
  const { out } = await runIn(tmpdir(), command)
  const rows = execFileSync(process.execPath, [cli, ...command], {
    encoding: 'utf8',
    env: inherited,
    maxBuffer: 2 ** 24,
  })
  expect(rows).toBe(out)
})

test('the bundle is ASCII, which V8 holds in one byte a character', () => {
  const folder = dirname(cli)
  const bundled = readdirSync(folder).filter((name) => name.endsWith('.cjs'))
  const others = bundled.filter((name) => !isAscii(readFileSync(join(folder, name))))
  expect([bundled.includes('cli.cjs'), others]).toEqual([true, []])
})
