import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
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
