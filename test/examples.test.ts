import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const copies: string[] = []

afterAll(() => copies.forEach((folder) => rmSync(folder, { recursive: true })))

type Example = {
  readonly name: string
  /** What node is given, in the folder of the examples. */
  readonly command: readonly string[]
  readonly file: string
  /** An expectation, and the same one broken. */
  readonly wrong: readonly [string, string]
}

const examples: readonly Example[] = [
  {
    name: 'vitest: one mock, one user for each worker',
    command: [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', 'vitest'],
    file: 'vitest/paging.spec.ts',
    wrong: ['{ exactly: 4 }', '{ exactly: 5 }'],
  },
  {
    name: 'node:test',
    command: ['--test', 'node-test/conversations.spec.ts'],
    file: 'node-test/conversations.spec.ts',
    wrong: ['{ exactly: 4 }', '{ exactly: 5 }'],
  },
  {
    name: 'fetch alone, beside exec',
    command: [join(root, 'src/cli.ts'), 'exec', '--generate', '40', '--', process.execPath, 'fetch/conversations.mjs'],
    file: 'fetch/conversations.mjs',
    wrong: ['exactly: 2', 'exactly: 3'],
  },
]

describe.each(examples)('$name', ({ command, file, wrong: [right, broken] }) => {
  test('passes', async () => {
    const { code, output } = await run(command, join(root, 'test/examples'))
    expect(code, output).toBe(0)
  })

  test('fails when an expectation does not hold, and says why', async () => {
    const folder = copy()
    const source = readFileSync(join(folder, file), 'utf8')
    expect(source.split(right)).toHaveLength(2)
    writeFileSync(join(folder, file), source.replace(right, broken))
    const { code, output } = await run(command, folder)
    expect(code, output).toBe(1)
    expect(output).toMatch(/Expected exactly [35] requests .*, but there were [24]/)
  })
})

async function run(command: readonly string[], cwd: string): Promise<{ code: number; output: string }> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, command, { cwd, env: { PATH, HOME }, stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code: Number(code), output: out + err }
}

/** The examples in a folder that looks to them like this one. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'examples-test-'))
  copies.push(folder)
  cpSync(join(root, 'test/examples'), join(folder, 'test/examples'), { recursive: true })
  for (const name of ['src', 'node_modules']) symlinkSync(join(root, name), join(folder, name), 'junction')
  return join(folder, 'test/examples')
}
