// Reads the config file: JSON with settings.

import { existsSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { environmentName } from '../config.ts'
import { ConfigError, type GivenSettings } from '../parse-settings.ts'
import { decodeUtf8, EncodingError } from '../dataset/utf8.ts'
import { type Environment, variableOf } from './environment.ts'
import { STDIN } from '../seed/dataset-file.ts'
import { datasetNames, isFixture } from '../seed/dataset-names.ts'
import { reasonOf } from '../system/system-errors.ts'
import type { CommandLine } from './flags.ts'

export const CONFIG_FILE = 'conversations-mock.config.json'

/**
 * The settings in a config file. Without a name it is conversations-mock.config.json in the current
 * folder, if that exists. Relative paths in the file are relative to it.
 */
export function fromConfigFile(named: string | undefined): GivenSettings {
  const file = named ?? (existsSync(CONFIG_FILE) ? CONFIG_FILE : undefined)
  const { $schema: _, ...values } = file === undefined ? {} : readConfig(file)
  return {
    values: { ...values, ...pathsOf(values, dirname(file ?? '')) },
    nameOf: (name) => `${file}: ${name}`,
  }
}

function pathsOf(
  { dataset, ...others }: Record<string, unknown>,
  folder: string,
): Record<string, unknown> {
  const datasets = typeof dataset === 'string' ? [dataset] : dataset
  const isNamed =
    Array.isArray(datasets) &&
    datasets.every((name): name is string => typeof name === 'string' && name !== '')
  return {
    ...(isNamed && {
      dataset: datasetNames(datasets, folder).map((name) =>
        name === STDIN || isFixture(name, folder) ? name : resolveIn(folder, name),
      ),
    }),
    ...Object.fromEntries(filesIn(others).map(([name, path]) => [name, resolveIn(folder, path)])),
  }
}

/**
 * The settings that hold file paths. A certificate or key can also be PEM text and is then no path.
 */
const filesIn = (values: Record<string, unknown>): [string, string][] =>
  (['db', 'tlsCert', 'tlsKey'] as const).flatMap((name) => {
    const path = values[name]
    const isPath = typeof path === 'string' && path !== '' && !path.includes('-----BEGIN ')
    return isPath ? [[name, path]] : []
  })

const resolveIn = (folder: string, path: string): string =>
  isAbsolute(path) ? path : join(folder, path)

/** The value of --config, or of CONVERSATIONS_MOCK_CONFIG. */
export function configFileOf({ flags }: CommandLine, env: Environment): string | undefined {
  const named = flags['config'] ?? variableOf(env, environmentName('config'))
  return typeof named === 'string' && named !== '' ? named : undefined
}

function readConfig(file: string): Record<string, unknown> {
  const value = parseConfig(file)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw new ConfigError(`the config file ${file} must hold one JSON object`)
}

function parseConfig(file: string): unknown {
  try {
    return JSON.parse(decodeUtf8(readFileSync(file)))
  } catch (error) {
    if (error instanceof EncodingError)
      throw new ConfigError(`the config file ${file} ${error.message}`)
    if (error instanceof SyntaxError)
      throw new ConfigError(`the config file ${file} is not JSON${placeOf(error)}`)
    throw new ConfigError(`cannot read the config file ${file}: ${reasonOf(error)}`)
  }
}

/** The rest of V8's message can repeat what the file holds. */
function placeOf({ message }: SyntaxError): string {
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(message) ?? []
  return line === undefined ? '' : `; look at line ${line}, column ${column}`
}
