// Runs a command: argv + env → settings → start → print. The caller provides the streams and the
// exit.

import { withoutUserinfo } from '../problems/problems.ts'
import { createOwnSecrets } from '../journal/own-secrets.ts'
import { createRedaction } from '../journal/redaction.ts'
import { ConfigError } from '../parse-settings.ts'
import { readVersion } from '../system/assets.ts'
import { reasonOf } from '../system/system-errors.ts'
import { type Command, isCommand } from './commands.ts'
import { complaintOf } from './complaint.ts'
import { type CommandLine, parseCommandLine, unknownCommand } from './flags.ts'
import { givenSecrets } from './given-secrets.ts'
import { help, helpOf } from './help.ts'
import type { Environment, Io, Program, Run } from './program.ts'
import * as serve from './serve.ts'

/** The module of each command, loaded on demand, because a mock starts faster with less code. */
const load: Record<Command, () => Promise<{ readonly run: Run }>> = {
  serve: async () => serve,
  exec: () => import('./exec.ts'),
  lint: () => import('./lint.ts'),
  compare: () => import('./compare.ts'),
  calibrate: () => import('./calibrate.ts'),
  capture: () => import('./capture.ts'),
  drift: () => import('./drift.ts'),
  generate: () => import('./generate.ts'),
  import: () => import('./import.ts'),
  init: () => import('./init.ts'),
  health: () => import('./health.ts'),
  openapi: () => import('./openapi.ts'),
  completion: () => import('./completion.ts'),
  help: async () => ({ run: printHelp }),
}

/** Runs the command of a command line and resolves to its exit code. */
export async function main(
  argv: readonly string[],
  env: Environment,
  io: Io,
): Promise<number | void> {
  const failureCode = isOneAnAnswer(argv) ? 2 : 1
  const program = createProgram(argv, env, { ...io, failureCode })
  // Without stderr no message can reach the user. A command with a report on stderr checks its own
  // write.
  io.stderr.on('error', () => undefined)
  try {
    return await runLine(argv, program)
  } catch (error) {
    program.complain(error)
    return failureCode
  }
}

function createProgram(
  argv: readonly string[],
  env: Environment,
  { failureCode, ...io }: Io & { readonly failureCode: number },
): Program {
  const redaction = createRedaction(createOwnSecrets(givenSecrets(argv, env)))
  const notify = (line: string): void =>
    void io.stderr.write(`conversations-mock: ${withoutUserinfo(redaction.sentence(line))}\n`)
  let onFailure = (reason: string): void => {
    notify(`cannot write to stdout: ${reason}`)
    io.exit(failureCode)
  }
  io.stdout.on('error', (error) => onFailure(reasonOf(error)))
  return {
    ...io,
    env,
    redaction,
    notify,
    complain: (error) => notify(complaintOf(error)),
    outliveOutput() {
      onFailure = (reason) => {
        notify(`cannot write the log, and goes on without it: ${reason}`)
        onFailure = () => undefined
      }
    },
  }
}

async function runLine(argv: readonly string[], program: Program): Promise<number | void> {
  const line = parseCommandLine(argv)
  if (line.flags['help'] === true) program.stdout.write(helpOf(line.command))
  else if (line.flags['version'] === true) program.stdout.write(`${readVersion()}\n`)
  else {
    const { run } = await load[line.command]()
    return run(line, program)
  }
}

/** True when exit code 1 means "found something", so that a failure needs another code. */
function isOneAnAnswer([command = '', ...words]: readonly string[]): boolean {
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words
  return (
    ['lint', 'compare', 'calibrate', 'capture', 'drift'].includes(command) ||
    (command === 'exec' && own.some((word) => /^--lint(=|$)/.test(word)))
  )
}

async function printHelp(
  { positionals: [command] }: CommandLine,
  { stdout }: Program,
): Promise<void> {
  if (command !== undefined && !isCommand(command)) throw new ConfigError(unknownCommand(command))
  stdout.write(command === undefined ? help() : helpOf(command))
}
