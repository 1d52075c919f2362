// argv + env → settings → start → print. The only file that prints or exits.

import './zod-settings.ts'
import closeWithGrace from 'close-with-grace'
import { announce } from './announcement.ts'
import { readVersion } from './assets.ts'
import { AdminError } from './client/http.ts'
import { sleep } from './clock/real-time.ts'
import { environmentName, flagName, type Settings } from './config.ts'
import { ConfigError, parseSettings, placeOf, type Source } from './parse-settings.ts'
import { DatasetError } from './dataset/dataset.ts'
import { findMisspelt, fromEnvironment } from './environment.ts'
import { type Command, isCommand } from './commands.ts'
import { type CommandLine, configFileOf, fromConfigFile, fromFlags, parseCommandLine, unknownCommand } from './flags.ts'
import { givenSecrets } from './given-secrets.ts'
import { help, helpOf } from './help.ts'
import { writeInstance } from './instance-file.ts'
import { createProof } from './instance-proof.ts'
import { withoutUserinfo } from './issues.ts'
import { createOwnSecrets } from './journal/own-secrets.ts'
import { createRedaction } from './journal/redaction.ts'
import type { Outlet } from './lint-command.ts'
import { ListenError } from './listen.ts'
import { createLog, type Log } from './log.ts'
import { boundHeap } from './process-memory.ts'
import { createProgress } from './progress.ts'
import { toPrintable } from './reports/words.ts'
import { type Observers, type Server, startServer } from './server.ts'
import { StoreError } from './store/open-store.ts'
import { reasonOf, systemReasonOf } from './system-errors.ts'

const DRAIN_MS = 10_000
/** Clients that know nothing of the end have sent their next request by then, or see that their connection ends. */
const CLOSING_PATIENCE = { idle: 300, calls: 5000 }
/** How long `lint` waits for a mock that it found itself. */
const PATIENCE_MS = 10_000
const HINT = `the command never requested the list; does it use ${environmentName('url')}?`

const run: Record<Command, (line: CommandLine) => Promise<void>> = {
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

const redaction = createRedaction(createOwnSecrets(givenSecrets(process.argv, process.env)))
const failureCode = isOneAnAnswer(process.argv.slice(2)) ? 2 : 1

process.stdout.on('error', (error) => {
  notify(`cannot write to stdout: ${reasonOf(error)}`)
  process.exit(failureCode)
})
// Nobody is left to be told; what must be read there says itself that it was not written.
process.stderr.on('error', () => undefined)

main(process.argv.slice(2)).catch((error: unknown) => {
  complain(error)
  process.exitCode = failureCode
})

/** Whether 1 means that something was found. */
function isOneAnAnswer([command = '', ...words]: readonly string[]): boolean {
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words
  return command === 'lint' || command === 'compare' || (command === 'exec' && own.some((word) => /^--lint(=|$)/.test(word)))
}

function complain(error: unknown): void {
  const isExpected = [AdminError, ConfigError, DatasetError, ListenError, StoreError].some((known) => error instanceof known)
  const reason = isExpected ? undefined : systemReasonOf(error)
  if (reason !== undefined) notify(`the system refused ${callOf(error)}: ${reason}`)
  else notify(error instanceof Error ? (isExpected ? toPrintable(error.message, Infinity) : (error.stack ?? error.message)) : String(error))
}

/** What node was about to do, such as "open /some/file". */
function callOf(error: unknown): string {
  const { syscall = 'a call', path, address }: NodeJS.ErrnoException & { address?: string } = { ...Object(error) }
  return [syscall, path ?? address].filter((part) => part !== undefined).join(' ')
}

function notify(line: string): void {
  process.stderr.write(`conversations-mock: ${withoutUserinfo(redaction.sentence(line))}\n`)
}

async function main(argv: readonly string[]): Promise<void> {
  const line = parseCommandLine(argv)
  if (line.flags['help'] === true) process.stdout.write(helpOf(line.command))
  else if (line.flags['version'] === true) process.stdout.write(`${readVersion()}\n`)
  else await run[line.command](line)
}

async function serve(line: CommandLine): Promise<void> {
  const { settings, warnings, ...configured } = configure(() => sourcesOf(line))
  const log = createLog({ ...settings, isTerminal: process.stdout.isTTY, write: (text) => process.stdout.write(text) })
  for (const warning of warnings) log('warn', warning)
  const { secret, prove } = createProof()
  const server = await startServer(settings, {
    ...observers(log, settings),
    ...configured,
    prove,
    onRow: settings.generate === undefined ? undefined : createProgress(process.stderr, 'generating', settings.generate),
  })
  boundHeap()
  const note = writeInstance(server.localUrl, secret)
  if (note.problem !== undefined)
    log('warn', `lint and health find this mock by --url alone, for its address cannot be noted: ${note.problem}`)
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
    onError: (error) => log('error', error instanceof Error ? (error.stack ?? error.message) : String(error)),
    onWarning: (message) => log('warn', message),
    onAnswer:
      logLevel === 'debug'
        ? ({ method, target }, { status }, milliseconds) => logRequest(log, { method, target, status, milliseconds })
        : undefined,
  }
}

function logRequest(log: Log, fields: { method: string; target: string; status: number; milliseconds: number }): void {
  const { method, target, status, milliseconds } = fields
  log('debug', `${method} ${target} ${status} ${milliseconds.toFixed(1)} ms`, fields)
}

async function exec(line: CommandLine): Promise<void> {
  const { positionals: words } = line
  if (words.length === 0) throw new ConfigError('which command? Write it after "--": conversations-mock exec -- npm test')
  const { commandEnvironment, runCommand } = await import('./exec.ts')
  const { exitCodes, lint: report, loadJudged } = await import('./lint-command.ts')
  const { execLintOptionsOf } = await import('./lint-options.ts')
  const lintOptions = execLintOptionsOf(line.flags)
  const { settings, start } = ownMock(line)
  if (lintOptions && !settings.judge) throw new ConfigError('--lint needs the judge, which the settings turn off; leave out --no-judge')
  if (lintOptions && settings.journal === 0)
    throw new ConfigError('--lint needs the journal, which the settings turn off; leave out --journal 0')
  const server = await start()
  const drained = (): Promise<void> => Promise.race([server.close(CLOSING_PATIENCE), sleep(DRAIN_MS, undefined, { ref: false })])
  const finished = async (): Promise<number> => {
    const { exitCode, problem } = await runCommand(words, commandEnvironment(process.env, { ...settings, ...server }))
    if (problem !== undefined) notify(problem)
    if (problem !== undefined || lintOptions === undefined) return exitCode
    // The runner of GitHub reads its commands there; otherwise stdout is the command's own.
    const stream = lintOptions.format === 'github' ? process.stdout : process.stderr
    const found = await report({ load: () => loadJudged(server), hint: HINT }, lintOptions, outletOf(stream)).catch((error: unknown) => {
      complain(error)
      return exitCodes.unasked
    })
    return exitCode === 0 ? found : exitCode
  }
  process.exit(await finished().finally(drained))
}

/** A mock that is the command's alone: on a free port, whatever the environment says to the command, and silent. */
function ownMock(line: CommandLine): { settings: Settings; start: () => Promise<Server> } {
  const flags = fromFlags(line)
  const { PORT: _port, HOST: _host, ...env } = process.env
  const { settings, warnings, ...configured } = configure(() => [
    { ...flags, values: { port: 0, ...flags.values } },
    fromEnvironment(env),
    fromConfigFile(configFileOf(line, env)),
    { values: { logLevel: 'error' }, placeOf: flagName },
  ])
  if (!settings.quiet && settings.logLevel !== 'silent') warnings.forEach(notify)
  const log = createLog({ ...settings, isTerminal: process.stderr.isTTY, write: (text) => process.stderr.write(text) })
  return { settings, start: () => startServer(settings, { ...observers(log, settings), ...configured }) }
}

async function compare(line: CommandLine): Promise<void> {
  const { runCompare } = await import('./compare-command.ts')
  const { exitCode, output, message } = await runCompare(line.flags, () => ownMock(line).start(), notify)
  process.stdout.write(redaction.sentence(output))
  if (message !== undefined) notify(message)
  process.exitCode = exitCode
}

async function lint(line: CommandLine): Promise<void> {
  const [{ runLint }, { findMock }] = await Promise.all([import('./lint-command.ts'), import('./find-mock.ts')])
  findMisspelt(process.env).forEach(notify)
  process.exitCode = await runLint(line, process.env, { ...outletOf(process.stdout), findMock: () => findMock(PATIENCE_MS) })
}

function outletOf(stream: NodeJS.WriteStream): Outlet {
  return {
    print: (text) =>
      new Promise((resolve, reject) =>
        stream.write(text, (error) => (error ? reject(new ConfigError(`cannot write the report: ${reasonOf(error)}`)) : resolve())),
      ),
    notify,
    isColored: stream.isTTY && stream.hasColors(),
    summaryFile: process.env['GITHUB_STEP_SUMMARY'] || undefined,
  }
}

async function health(line: CommandLine): Promise<void> {
  const { health: waitForMock } = await import('./health.ts')
  process.stdout.write(`${await waitForMock(line, process.env)}\n`)
}

async function generate(line: CommandLine): Promise<void> {
  const { writeDataset } = await import('./generate.ts')
  await writeDataset(line)
}

async function openapi({ flags }: CommandLine): Promise<void> {
  const { readDocument } = await import('./contract/file.ts')
  process.stdout.write(await readDocument(flags['admin'] === true ? 'openapi-admin' : 'openapi', flags['json'] === true ? 'json' : 'yaml'))
}

async function completion({ positionals: [shell] }: CommandLine): Promise<void> {
  const { completionOf } = await import('./completion.ts')
  process.stdout.write(completionOf(shell))
}

async function printHelp({ positionals: [command] }: CommandLine): Promise<void> {
  if (command !== undefined && !isCommand(command)) throw new ConfigError(unknownCommand(command))
  process.stdout.write(command === undefined ? help() : helpOf(command))
}

function sourcesOf(line: CommandLine): Source[] {
  return [fromFlags(line), fromEnvironment(process.env), fromConfigFile(configFileOf(line, process.env))]
}

type Configured = { readonly settings: Settings; readonly warnings: readonly string[] } & Required<Pick<Observers, 'placeOf'>>

/** A misspelt variable is often why a setting is refused, so it is told of then as well. */
function configure(read: () => readonly Source[]): Configured {
  const warnings = findMisspelt(process.env)
  try {
    const sources = read()
    return { settings: parseSettings(sources), warnings, placeOf: (name) => placeOf(name, sources) }
  } catch (error) {
    warnings.forEach(notify)
    throw error
  }
}
