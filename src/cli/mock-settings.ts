// The settings of a mock that a command starts, and its messages to the command.

import type { Settings } from '../config.ts'
import { type GivenSettings, nameOf, parseSettings } from '../parse-settings.ts'
import type { Observers } from '../server/server.ts'
import { findMisspelt, fromEnvironment } from './environment.ts'
import { type CommandLine, fromFlags } from './flags.ts'
import { configFileOf, fromConfigFile } from './config-file.ts'
import { createErrorLog } from './error-log.ts'
import type { Log } from './log.ts'
import type { Environment, Program } from './program.ts'

export function settingsGivenBy(line: CommandLine, env: Environment): GivenSettings[] {
  return [fromFlags(line), fromEnvironment(env), fromConfigFile(configFileOf(line, env))]
}

type Configured = { readonly settings: Settings; readonly warnings: readonly string[] } & Required<
  Pick<Observers, 'nameOfSetting'>
>

/**
 * Misspelt variables often cause a wrong setting, so configure() warns about them before it fails.
 */
export function configure(
  { env, notify }: Program,
  read: () => readonly GivenSettings[],
): Configured {
  const warnings = findMisspelt(env)
  try {
    const given = read()
    return {
      settings: parseSettings(given),
      warnings,
      nameOfSetting: (name) => nameOf(name, given),
    }
  } catch (error) {
    warnings.forEach(notify)
    throw error
  }
}

export function observers(log: Log, { logLevel }: Settings): Observers {
  return {
    onError: createErrorLog(log),
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
