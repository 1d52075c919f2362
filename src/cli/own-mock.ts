// A mock that only one command uses.

import { flagName, type Settings } from '../config.ts'
import { type Server, startServer } from '../server/server.ts'
import { fromEnvironment } from './environment.ts'
import { type CommandLine, fromFlags } from './flags.ts'
import { configFileOf, fromConfigFile } from './config-file.ts'
import { createLog } from './log.ts'
import { configure, observers } from './mock-settings.ts'
import type { Program } from './program.ts'

/** The mock takes a free port, ignores PORT and HOST, and logs only errors. */
export function ownMock(
  line: CommandLine,
  program: Program,
): { settings: Settings; start: () => Promise<Server> } {
  const flags = fromFlags(line)
  const { stderr, notify, boundHeap } = program
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
    start: () =>
      startServer(settings, {
        ...observers(log, settings),
        ...configured,
        keptFolder: program.keptFolder?.(),
        onRead: boundHeap,
      }),
  }
}
