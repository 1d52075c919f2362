// Runs the clients in examples/ as a reader would run them.

import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import type { EditionName } from '../src/editions.ts'
import { startMock } from '../src/index.ts'

const folder = fileURLToPath(new URL('../examples/', import.meta.url))
const isMissing = (command: string): boolean => spawnSync(command, ['--version']).status !== 0

export const languages = [
  { name: 'TypeScript', command: process.execPath, ending: 'ts', isAbsent: false },
  { name: 'Python', command: 'python3', ending: 'py', isAbsent: isMissing('python3') },
  { name: 'PHP', command: 'php', ending: 'php', isAbsent: isMissing('php') },
]

export type Language = Pick<(typeof languages)[number], 'command' | 'ending'>

/** Runs a client and returns the lines that it prints. */
async function run(
  { command, ending }: Language,
  name: string,
  { url, key }: { readonly url: string; readonly key: string },
): Promise<string[]> {
  const { stdout } = await promisify(execFile)(command, [`${folder}${name}.${ending}`], {
    env: { ...process.env, BASE_URL: url, API_KEY: key, NODE_NO_WARNINGS: '1' },
  })
  return stdout.trimEnd().split('\n')
}

export async function expectChat(language: Language): Promise<void> {
  await using mock = await startMock()
  const lines = await run(language, 'chat', { url: mock.url, key: mock.token('combined') })
  expect(lines.filter((line) => line.startsWith('assistant: You said'))).toEqual([
    'assistant: You said: Hello',
    'assistant: You said: Can I talk to a person?',
  ])
  expect(lines.slice(-3)).toEqual([
    'the assistant is silent: true',
    expect.stringMatching(/^messages: [56]$/),
    'in the list: true',
  ])
}

/**
 * Runs the client `sync` while a fault refuses its second request. The client must copy all rows,
 * and the judge must find no mistake.
 */
export async function expectSync(language: Language, edition: EditionName): Promise<void> {
  await using mock = await startMock({ generate: 230 })
  const effect = { type: 'rate_limit', retry_after: 1 } as const
  await mock.faults.arm({ match: { nth: 2 }, effect })
  expect(await run(language, 'sync', { url: mock.url, key: mock.token(edition) })).toEqual([
    '230 conversations in 5 requests',
  ])
  await mock.expectClean()
}
