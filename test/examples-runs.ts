// Runs the examples of the documentation as a reader would, unchanged and with a mistake.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { cli, inherited } from './cli/program.ts'
import { atFileEnd } from './file-end.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export type Mistake = {
  readonly file: string
  /** A correct text of the file, and the wrong text that replaces it. */
  readonly wrong: readonly [string, string]
  readonly says: RegExp
  /** A part of a test's name. Only matching tests run with the mistake. */
  readonly only?: string
}

export type Example = {
  readonly name: string
  /** The arguments for node, which runs in the folder of the examples. */
  readonly command: readonly string[]
  readonly mistakes: readonly Mistake[]
}

const miscounted = (file: string, ...wrong: [string, string]): Mistake => ({
  file,
  wrong,
  says: /Expected exactly [35] requests .*, but there were [24]/,
})

/** The mistake makes the client of the examples send per_page only for the first page. */
const forgetful: Mistake = {
  file: 'client.ts',
  wrong: ['per_page=10&cursor=${cursor}', "${cursor === '' ? 'per_page=10&' : ''}cursor=${cursor}"],
  says: /filters-lost: the page at cursor \S+ was requested without per_page=10; .*\(request #\d+\) had it/,
}

export const examples: readonly Example[] = [
  {
    name: 'vitest: one mock, one user for each worker',
    // The tests may take longer than five seconds on a busy machine.
    command: [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--root=vitest',
      '--testTimeout=60000',
    ],
    mistakes: [
      {
        ...miscounted('vitest/paging.spec.ts', '{ exactly: 4 }', '{ exactly: 5 }'),
        only: 'paging.spec',
      },
      { ...forgetful, only: 'paging-clean' },
    ],
  },
  {
    name: 'node:test',
    command: ['--test', 'node-test/conversations.spec.ts'],
    mistakes: [
      miscounted('node-test/conversations.spec.ts', '{ exactly: 4 }', '{ exactly: 5 }'),
      forgetful,
    ],
  },
  {
    name: 'fetch alone, beside exec',
    command: [
      cli,
      'exec',
      '--generate',
      '40',
      '--lint',
      '--',
      process.execPath,
      'fetch/conversations.mjs',
    ],
    mistakes: [miscounted('fetch/conversations.mjs', 'exactly: 2', 'exactly: 3')],
  },
]

async function run(
  command: readonly string[],
  cwd: string,
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, command, {
    cwd,
    env: { ...inherited, HOME: process.env['HOME'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { code: Number(code), output: out + err }
}

/** Copies the examples into a temporary folder where their imports still work. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'examples-test-'))
  atFileEnd(() => rmSync(folder, { recursive: true }))
  cpSync(join(root, 'test/examples'), join(folder, 'test/examples'), { recursive: true })
  for (const name of ['src', 'node_modules'])
    symlinkSync(join(root, name), join(folder, name), 'junction')
  return join(folder, 'test/examples')
}

export async function expectPassing({ command }: Example): Promise<void> {
  const { code, output } = await run(command, join(root, 'test/examples'))
  expect(code, output).toBe(0)
}

export async function expectFound(
  { command }: Example,
  { file, wrong: [right, broken], says, only }: Mistake,
): Promise<void> {
  const folder = copy()
  const source = readFileSync(join(folder, file), 'utf8')
  expect(source.split(right)).toHaveLength(2)
  writeFileSync(
    join(folder, file),
    source.replace(right, () => broken),
  )
  const { code, output } = await run(command.concat(only ?? []), folder)
  expect(code, output).toBe(1)
  expect(output).toMatch(says)
}
