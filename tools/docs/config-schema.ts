// Writes config.schema.json from the table of settings. Editors use it to complete and check a
// config file.

import * as z from 'zod'
import { descriptionOf, settingNames, settingsSchema } from '../../src/config.ts'
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
  z.toJSONSchema(settingsSchema(), { target: 'draft-07', io, unrepresentable: 'any' }).properties ??
  {}

/**
 * Chooses the stricter schema: a number or a boolean must be written as such, although a text would
 * also work.
 */
function strictest(read: unknown, given: unknown): unknown {
  const text = JSON.stringify(given)
  // Only a dataset inside the config file has no schema of its own.
  return /"(?:number|boolean)"/.test(text)
    ? read
    : JSON.parse(text.replaceAll('{}', '{"type":"object"}'))
}

const textOf = ({ text, more }: Description): string =>
  [text, more].filter((part) => part !== undefined).join('. ')
