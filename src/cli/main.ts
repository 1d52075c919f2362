// argv + env → settings → start → print, in any process: it prints and exits by what it is given.

import './zod-settings.ts'
import type { Writable } from 'node:stream'
import closeWithGrace from 'close-with-grace'
import { announce } from './announcement.ts'
import { readVersion } from '../system/assets.ts'
import { AdminError } from '../client/http.ts'
import { sleep } from '../clock/real-time.ts'
import { environmentName, flagName, type Settings } from '../config.ts'
import { ConfigError, parseSettings, nameOf, type GivenSettings } from '../parse-settings.ts'
import { DatasetError } from '../dataset/dataset.ts'
import { findMisspelt, fromEnvironment } from './environment.ts'
import { type Command, isCommand } from './commands.ts'
import {
  type CommandLine,
  configFileOf,
  fromConfigFile,
  fromFlags,
  parseCommandLine,
  unknownCommand,
} from './flags.ts'
import { givenSecrets } from './given-secrets.ts'
import { help, helpOf } from './help.ts'
import { writeInstance } from '../server/instance-note.ts'
import { createProof } from '../server/instance-proof.ts'
import { withoutUserinfo } from '../problems/problems.ts'
import { createOwnSecrets } from '../journal/own-secrets.ts'
import { createRedaction, type Redaction } from '../journal/redaction.ts'
import type { Outlet } from './lint.ts'
import { ListenError } from '../server/listen-error.ts'
import { createLog, type Log } from './log.ts'
import { createProgress } from './progress.ts'
import { toPrintable } from '../reports/words.ts'
import { type Observers, type Server, startServer } from '../server/server.ts'
import { StoreError } from '../store/open-store.ts'
import { reasonOf, systemReasonOf } from '../system/system-errors.ts'

const DRAIN_MS = 10_000
/** Clients that know nothing of the end have sent their next request by then, or see that their connection ends. */
const CLOSING_PATIENCE = { idle: 300, calls: 5000 }
/** How long `lint` waits for a mock that it found itself. */
const PATIENCE_MS = 10_000
const HINT = `the command never requested the list; does it use ${environmentName('url')}?`

/** A stream of text, which may be a terminal. */
export type Output = Writable & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'hasColors'>>

export type Io = {
  readonly stdout: Output
  readonly stderr: Output
  /** Ends the process at once, whatever it still waits for. */
  readonly exit: (code: number) => void
  /** Called once a mock serves: the heap may then be looked after, where the process is the mock's alone. */
  readonly onServing: () => void
}

export type Environment = NodeJS.ProcessEnv

/** The surroundings of every command. */
type Program = Io & {
  readonly env: Environment
  readonly redaction: Redaction
  readonly notify: (line: string) => void
  readonly complain: (error: unknown) => void
}

/** Resolves to the exit code; undefined means 0, or a server that goes on. */
type Run = (line: CommandLine, program: Program) => Promise<number | void>

const run: Record<Command, Run> = {
  serve,
  exec,
  lint,
  compare,
  generate,
  health,
  openapi,
  completion,
  help: printHelp,
}

/** Runs the command that the words after the program's name are, and resolves to its exit code. */
export async function main(
  argv: readonly string[],
  env: Environment,
  io: Io,
): Promise<number | void> {
  const program = createProgram(argv, env, io)
  const failureCode = isOneAnAnswer(argv) ? 2 : 1
  io.stdout.on('error', (error) => {
    program.notify(`cannot write to stdout: ${reasonOf(error)}`)
    io.exit(failureCode)
  })
  // Nobody is left to be told; what must be read there says itself that it was not written.
  io.stderr.on('error', () => undefined)
  try {
    return await runLine(argv, program)
  } catch (error) {
    program.complain(error)
    return failureCode
  }
}

function createProgram(argv: readonly string[], env: Environment, io: Io): Program {
  const redaction = createRedaction(createOwnSecrets(givenSecrets(argv, env)))
  const notify = (line: string): void =>
    void io.stderr.write(`conversations-mock: ${withoutUserinfo(redaction.sentence(line))}\n`)
  return { ...io, env, redaction, notify, complain: (error) => notify(complaintOf(error)) }
}

async function runLine(argv: readonly string[], program: Program): Promise<number | void> {
  const line = parseCommandLine(argv)
  if (line.flags['help'] === true) program.stdout.write(helpOf(line.command))
  else if (line.flags['version'] === true) program.stdout.write(`${readVersion()}\n`)
  else return run[line.command](line, program)
}

/** Whether 1 means that something was found. */
function isOneAnAnswer([command = '', ...words]: readonly string[]): boolean {
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words
  return (
    command === 'lint' ||
    command === 'compare' ||
    (command === 'exec' && own.some((word) => /^--lint(=|$)/.test(word)))
  )
}

function complaintOf(error: unknown): string {
  const isExpected = [AdminError, ConfigError, DatasetError, ListenError, StoreError].some(
    (known) => error instanceof known,
  )
  const reason = isExpected ? undefined : systemReasonOf(error)
  if (reason !== undefined) return `the system refused ${callOf(error)}: ${reason}`
  if (!(error instanceof Error)) return String(error)
  return isExpected ? toPrintable(error.message, Infinity) : (error.stack ?? error.message)
}

/** The call that node was about to make, such as "open /some/file". */
function callOf(error: unknown): string {
  const {
    syscall = 'a call',
    path,
    address,
  }: NodeJS.ErrnoException & { address?: string } = { ...Object(error) }
  return [syscall, path ?? address].filter((part) => part !== undefined).join(' ')
}

async function serve(line: CommandLine, program: Program): Promise<void> {
  const { stdout, stderr, redaction } = program
  const { settings, warnings, ...configured } = configure(program, () =>
    settingsGivenBy(line, program.env),
  )
  const log = createLog({
    ...settings,
    isTerminal: stdout.isTTY === true,
    write: (text) => stdout.write(text),
  })
  for (const warning of warnings) log('warn', warning)
  const { secret, prove } = createProof()
  const server = await startServer(settings, {
    ...observers(log, settings),
    ...configured,
    prove,
    onRow:
      settings.generate === undefined
        ? undefined
        : createProgress(stderr, 'generating', settings.generate),
  })
  program.onServing()
  const note = writeInstance(server.localUrl, secret)
  if (note.problem !== undefined)
    log(
      'warn',
      `lint and health find this mock by --url alone, for its address cannot be noted: ${note.problem}`,
    )
  closeWithGrace({ delay: DRAIN_MS, logger: false }, async ({ err, signal }) => {
    if (err) log('error', redaction.sentence(err.stack ?? err.message))
    log('info', `stopping${signal ? ` on ${signal}` : ''}`)
    note.forget()
    await server.close(CLOSING_PATIENCE)
  })
  announce(log, server, settings)
}

function observers(log: Log, { logLevel }: Settings): Observers {
  return {
    onError: (error) =>
      log('error', error instanceof Error ? (error.stack ?? error.message) : String(error)),
    onWarning: (message) => log('warn', message),
    onAnswer:
      logLevel === 'debug'
        ? ({ method, target, answer }, milliseconds) =>
            logRequest(log, { method, target, status: answer.status, milliseconds })
        : undefined,
  }
}

function logRequest(
  log: Log,
  fields: { method: string; target: string; status: number; milliseconds: number },
): void {
  const { method, target, status, milliseconds } = fields
  log('debug', `${method} ${target} ${status} ${milliseconds.toFixed(1)} ms`, fields)
}

async function exec(line: CommandLine, program: Program): Promise<number> {
  const { env, stdout, stderr, notify, complain, exit } = program
  const { positionals: words } = line
  if (words.length === 0)
    throw new ConfigError('which command? Write it after "--": conversations-mock exec -- npm test')
  const { commandEnvironment, runCommand } = await import('./exec.ts')
  const { exitCodes, lint: report, loadJudged } = await import('./lint.ts')
  const { execLintOptionsOf } = await import('./lint-options.ts')
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
  const drained = (): Promise<void> =>
    Promise.race([server.close(CLOSING_PATIENCE), sleep(DRAIN_MS, undefined, { ref: false })])
  const finished = async (): Promise<number> => {
    const { exitCode, problem } = await runCommand(
      words,
      commandEnvironment(env, { ...settings, ...server }),
    )
    if (problem !== undefined) notify(problem)
    if (problem !== undefined || lintOptions === undefined) return exitCode
    // The runner of GitHub reads its commands there; otherwise stdout is the command's own.
    const stream = lintOptions.format === 'github' ? stdout : stderr
    const reported = await report(
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
  // Connections may be left that would keep the process.
  exit(exitCode)
  return exitCode
}

/** A mock that is the command's alone: on a free port, whatever the environment says to the command, and silent. */
function ownMock(
  line: CommandLine,
  program: Program,
): { settings: Settings; start: () => Promise<Server> } {
  const flags = fromFlags(line)
  const { stderr, notify } = program
  const { PORT: _port, HOST: _host, ...env } = program.env
  const { settings, warnings, ...configured } = configure(program, () => [
    { ...flags, values: { port: 0, ...flags.values } },
    fromEnvironment(env),
    fromConfigFile(configFileOf(line, env)),
    { values: { logLevel: 'error' }, nameOf: flagName },
  ])
  if (!settings.quiet && settings.logLevel !== 'silent') warnings.forEach(notify)
  const log = createLog({
    ...settings,
    isTerminal: stderr.isTTY === true,
    write: (text) => stderr.write(text),
  })
  return {
    settings,
    start: () => startServer(settings, { ...observers(log, settings), ...configured }),
  }
}

async function compare(line: CommandLine, program: Program): Promise<number> {
  const { stdout, notify, redaction } = program
  const { runCompare } = await import('./compare.ts')
  const { exitCode, output, message } = await runCompare(
    line.flags,
    () => ownMock(line, program).start(),
    notify,
  )
  stdout.write(redaction.sentence(output))
  if (message !== undefined) notify(message)
  return exitCode
}

async function lint(line: CommandLine, program: Program): Promise<number> {
  const { env, stdout, notify } = program
  const [{ runLint }, { findMock }] = await Promise.all([
    import('./lint.ts'),
    import('./find-mock.ts'),
  ])
  findMisspelt(env).forEach(notify)
  return runLint(line, env, { ...outletOf(stdout, program), findMock: () => findMock(PATIENCE_MS) })
}

function outletOf(stream: Output, { env, notify }: Program): Outlet {
  return {
    print: (text) =>
      new Promise((resolve, reject) =>
        stream.write(text, (error) =>
          error
            ? reject(new ConfigError(`cannot write the report: ${reasonOf(error)}`))
            : resolve(),
        ),
      ),
    notify,
    isColored: stream.isTTY === true && stream.hasColors?.() === true,
    summaryFile: env['GITHUB_STEP_SUMMARY'] || undefined,
  }
}

async function health(line: CommandLine, { env, stdout }: Program): Promise<void> {
  const { health: waitForMock } = await import('./health.ts')
  stdout.write(`${await waitForMock(line, env)}\n`)
}

async function generate(line: CommandLine, { stdout, stderr }: Program): Promise<void> {
  const { writeDataset } = await import('./generate.ts')
  await writeDataset(line, { stdout, stderr })
}

async function openapi({ flags }: CommandLine, { stdout }: Program): Promise<void> {
  const { readDocument } = await import('../contract/file.ts')
  stdout.write(
    await readDocument(
      flags['admin'] === true ? 'openapi-admin' : 'openapi',
      flags['json'] === true ? 'json' : 'yaml',
    ),
  )
}

async function completion(
  { positionals: [shell] }: CommandLine,
  { stdout }: Program,
): Promise<void> {
  const { completionOf } = await import('./completion.ts')
  stdout.write(completionOf(shell))
}

async function printHelp(
  { positionals: [command] }: CommandLine,
  { stdout }: Program,
): Promise<void> {
  if (command !== undefined && !isCommand(command)) throw new ConfigError(unknownCommand(command))
  stdout.write(command === undefined ? help() : helpOf(command))
}

function settingsGivenBy(line: CommandLine, env: Environment): GivenSettings[] {
  return [fromFlags(line), fromEnvironment(env), fromConfigFile(configFileOf(line, env))]
}

type Configured = { readonly settings: Settings; readonly warnings: readonly string[] } & Required<
  Pick<Observers, 'placeOf'>
>

/** A misspelt variable is often why a setting is refused, so the warning comes then as well. */
function configure({ env, notify }: Program, read: () => readonly GivenSettings[]): Configured {
  const warnings = findMisspelt(env)
  try {
    const given = read()
    return { settings: parseSettings(given), warnings, placeOf: (name) => nameOf(name, given) }
  } catch (error) {
    warnings.forEach(notify)
    throw error
  }
}
