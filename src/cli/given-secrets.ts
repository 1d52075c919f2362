// Finds the secrets in the command line and the environment, so that no message repeats them.

import { environmentName, flagName } from '../config.ts'

type Environment = Readonly<Record<string, string | undefined>>

const FLAGS = [flagName('adminToken'), flagName('key'), '--token', '--page-token', '--cursor-token']
const VARIABLE = new RegExp(`^${environmentName('')}(?:ADMIN_TOKEN|KEY|TOKEN(?:_\\w+)?)$`)

/**
 * All tokens and keys, also those that are invalid. Of a key with id or edition it adds the bare
 * key, which clients send.
 */
export function givenSecrets(argv: readonly string[], env: Environment): string[] {
  const inVariables = Object.entries(env).flatMap(([name, value = '']) =>
    VARIABLE.test(name) ? [value] : [],
  )
  const texts = [...argv.flatMap(valueIn), ...inVariables].flatMap((text) => text.split(','))
  const secrets = texts
    .map((text) => text.trim())
    .flatMap((text) => [text, text.replace(/^\d+\|/, '').replace(/=[a-z]+$/, '')])
  return [...new Set(secrets)].filter((text) => text !== '')
}

function valueIn(word: string, index: number, argv: readonly string[]): string[] {
  const flag = FLAGS.find((name) => word === name || word.startsWith(`${name}=`))
  if (flag === undefined) return []
  return word === flag ? argv.slice(index + 1, index + 2) : [word.slice(flag.length + 1)]
}
