// The clients in examples/, in each language that this machine has.

import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { startMock } from '../src/index.ts'

const folder = fileURLToPath(new URL('../examples/', import.meta.url))
const isMissing = (command: string): boolean => spawnSync(command, ['--version']).status !== 0

const languages = [
  { name: 'TypeScript', command: process.execPath, ending: 'ts', isAbsent: false },
  { name: 'Python', command: 'python3', ending: 'py', isAbsent: isMissing('python3') },
  { name: 'PHP', command: 'php', ending: 'php', isAbsent: isMissing('php') },
]

/** The lines that a client prints. */
async function run(command: string, file: string, url: string, key: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(command, [folder + file], {
    env: { ...process.env, BASE_URL: url, API_KEY: key, NODE_NO_WARNINGS: '1' },
  })
  return stdout.trimEnd().split('\n')
}

describe.each(languages)('in $name', ({ command, ending, isAbsent }) => {
  test.skipIf(isAbsent)('the chat client talks and is in the list', async () => {
    await using mock = await startMock()
    const lines = await run(command, `chat.${ending}`, mock.url, mock.token('combined'))
    expect(lines.filter((line) => line.startsWith('assistant: You said'))).toEqual([
      'assistant: You said: Hello',
      'assistant: You said: Can I talk to a person?',
    ])
    expect(lines.slice(-3)).toEqual([
      'the assistant is silent: true',
      expect.stringMatching(/^messages: [56]$/),
      'in the list: true',
    ])
  })

  test.skipIf(isAbsent).each(['nicecall', 'autocalls', 'combined'] as const)(
    'the sync client copies all rows in the edition %s, and the judge finds nothing',
    async (edition) => {
      await using mock = await startMock({ generate: 230 })
      const effect = { type: 'rate_limit', retry_after: 1 } as const
      await mock.faults.arm({ match: { nth: 2 }, effect })
      expect(await run(command, `sync.${ending}`, mock.url, mock.token(edition))).toEqual([
        '230 conversations in 5 requests',
      ])
      await mock.expectClean()
    },
  )
})
