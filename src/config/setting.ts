// A setting: its texts, its default value, and the schema of its values.

import type * as z from 'zod'
import type { Description } from './description.ts'

export type Setting<Schema extends z.ZodType = z.ZodType, Default = unknown> = {
  readonly description: Description
  /** Undefined for a setting without a default. */
  readonly byDefault: Default
  /** The schema of a given value. */
  readonly schema: () => Schema
}

export type Settings = Readonly<Record<string, Setting>>

/** The values of settings. Those without a default may be absent. */
export type ValuesOf<Table extends Settings> = {
  [Name in NamesOf<Table, undefined>]?: z.output<SchemaOf<Table[Name]>> | undefined
} & {
  [Name in Exclude<keyof Table, NamesOf<Table, undefined>>]: z.output<SchemaOf<Table[Name]>>
}

/** The values of settings as they may be given. */
export type GivenOf<Table extends Settings> = {
  [Name in keyof Table]?: z.input<SchemaOf<Table[Name]>> | undefined
}

type SchemaOf<Of extends Setting> = ReturnType<Of['schema']>

type NamesOf<Table extends Settings, Default> = {
  [Name in keyof Table]: Table[Name]['byDefault'] extends Default ? Name : never
}[keyof Table]

/** Most starts give few settings, so a schema is built only when a value is given. */
export function setting<Schema extends z.ZodType>(
  description: Description,
  create: () => Schema,
): Setting<Schema, undefined>
export function setting<Schema extends z.ZodType>(
  description: Description,
  create: () => Schema,
  byDefault: z.output<Schema>,
): Setting<Schema, z.output<Schema>>
export function setting(
  description: Description,
  create: () => z.ZodType,
  byDefault?: unknown,
): Setting {
  let schema: z.ZodType | undefined
  return { description, byDefault, schema: () => (schema ??= create()) }
}
