import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { commands, optionsOf } from '../../src/cli/commands.ts'
import { completionOf } from '../../src/cli/completion.ts'

const hasShell = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0

/** The words that bash offers for the last of these words. */
function offered(...words: string[]): string[] {
  const script = `${completionOf('bash')}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${words.length - 1}
_conversations_mock
printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout.split('\n').filter((word) => word !== '')
}

describe.skipIf(!hasShell('bash'))('bash completes', () => {
  test('commands', () => {
    expect(offered('conversations-mock', 'l')).toEqual(['lint'])
    expect(offered('conversations-mock', '')).toEqual(expect.arrayContaining(commands))
  })

  test('the settings, which are options without a command', () => {
    expect(offered('conversations-mock', '--rate')).toEqual(['--rate-limit'])
    expect(offered('conversations-mock', '--port', '1', '--no-')).toEqual([
      '--no-dashboard',
      '--no-judge',
    ])
  })

  test('the options of the command alone', () => {
    expect(offered('conversations-mock', 'lint', '--l')).toEqual(['--level', '--live'])
    expect(offered('conversations-mock', 'health', '--per')).toEqual([])
  })
})

test.each(['bash', 'zsh', 'fish'])('the script for %s has every option', (shell) => {
  const script = completionOf(shell)
  for (const command of commands)
    for (const name of Object.keys(optionsOf(command)))
      expect(script).toMatch(new RegExp(`\\b${name}\\b`))
})

test.each(['bash', 'zsh', 'fish'])('%s can read its script', (shell) => {
  if (!hasShell(shell)) return
  const { status, stderr } = spawnSync(shell, ['-n'], {
    input: completionOf(shell),
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test.each([
  [undefined, 'completion needs the name of a shell; write conversations-mock completion bash'],
  [
    'tcsh',
    'completion knows bash, zsh, fish, not "tcsh"; write conversations-mock completion bash',
  ],
])('refuses %j', (shell, message) => {
  expect(() => completionOf(shell)).toThrow(message)
})
