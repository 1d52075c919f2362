// The command `exec` runs a command beside its own mock, and can print the findings of the judge.

import { sleep } from '../clock/real-time.ts'
import { environmentName } from '../config.ts'
import { ConfigError } from '../parse-settings.ts'
import { commandEnvironment, runCommand } from './child-command.ts'
import { CLOSING_PATIENCE, DRAIN_MS } from './closing.ts'
import type { CommandLine } from './flags.ts'
import { exitCodes, lint } from './lint.ts'
import { loadJudged } from './judged-mock.ts'
import { execLintOptionsOf } from './lint-options.ts'
import { outletOf } from './outlet.ts'
import { ownMock } from './own-mock.ts'
import type { Program } from './program.ts'

const HINT = `the command never requested the list; does it use ${environmentName('url')}?`

export async function run(line: CommandLine, program: Program): Promise<number> {
  const { env, stdout, stderr, notify, complain, exit } = program
  const { positionals: words } = line
  if (words.length === 0)
    throw new ConfigError('which command? Write it after "--": conversations-mock exec -- npm test')
  const lintOptions = execLintOptionsOf(line.flags)
  const { settings, start } = ownMock(line, program)
  if (lintOptions && !settings.judge)
    throw new ConfigError(
      '--lint needs the judge, which the settings turn off; leave out --no-judge',
    )
  if (lintOptions && settings.journal === 0)
    throw new ConfigError(
      '--lint needs the journal, which the settings turn off; leave out --journal 0',
    )
  const server = await start()
  program.onServing()
  program.boundHeap()
  const drained = (): Promise<void> =>
    Promise.race([server.close(CLOSING_PATIENCE), sleep(DRAIN_MS, undefined, { ref: false })])
  const finished = async (): Promise<number> => {
    const { exitCode, problem } = await runCommand(
      words,
      commandEnvironment(env, { ...settings, ...server }),
    )
    if (problem !== undefined) notify(problem)
    if (problem !== undefined || lintOptions === undefined) return exitCode
    // GitHub's runner reads annotations from stdout. For other formats stdout belongs to the
    // command.
    const stream = lintOptions.format === 'github' ? stdout : stderr
    const reported = await lint(
      { load: () => loadJudged(server), hint: HINT },
      lintOptions,
      outletOf(stream, program),
    ).catch((error: unknown) => {
      complain(error)
      return exitCodes.notJudged
    })
    return exitCode === 0 ? reported : exitCode
  }
  const exitCode = await finished().finally(drained)
  // Open connections could keep the process alive.
  exit(exitCode)
  return exitCode
}
