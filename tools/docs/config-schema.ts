// config.schema.json, from the table of settings: editors complete and check a config file by it.

import * as z from 'zod'
import { descriptionOf, settingNames, Settings } from '../../src/config.ts'
import type { Description } from '../../src/config/description.ts'

type Properties = NonNullable<z.core.JSONSchema.BaseSchema['properties']>

export function configSchema(): string {
  const read = propertiesFor('output')
  const given = propertiesFor('input')
  const settings = settingNames.map((name) => [
    name,
    { description: textOf(descriptionOf(name)), ...Object(strictest(read[name], given[name])) },
  ])
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of conversations-mock',
    type: 'object',
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(settings) },
    additionalProperties: false,
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

const propertiesFor = (io: 'input' | 'output'): Properties =>
  z.toJSONSchema(Settings, { target: 'draft-07', io, unrepresentable: 'any' }).properties ?? {}

/** A number or a switch is given as such, though text would do. */
function strictest(read: unknown, given: unknown): unknown {
  const text = JSON.stringify(given)
  // Only a dataset in the file itself has no schema of its own.
  return /"(?:number|boolean)"/.test(text)
    ? read
    : JSON.parse(text.replaceAll('{}', '{"type":"object"}'))
}

const textOf = ({ text, more }: Description): string =>
  [text, more].filter((part) => part !== undefined).join('. ')
