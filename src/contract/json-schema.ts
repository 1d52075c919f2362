// Converts zod schemas to JSON Schema 2020-12 for OpenAPI 3.1. A schema with an id becomes a
// component, and others refer to it.

import * as z from 'zod'

type JsonSchema = z.core.JSONSchema.BaseSchema

export type Converter = ReturnType<typeof createConverter>

export function createConverter() {
  const components = new Map<string, JsonSchema>()
  const sent = new Set<string>()
  return { convert, components: sortedComponents }

  /**
   * `input` describes what a client sends: fields with a default are optional. A component that is
   * both sent and received keeps this form.
   */
  function convert(schema: z.ZodType, io: 'input' | 'output' = 'output'): JsonSchema {
    const { $defs = {}, ...root } = referToComponents(
      z.toJSONSchema(schema, { target: 'draft-2020-12', io, override: simplify }),
    )
    for (const [name, component] of Object.entries($defs)) {
      if (io === 'input') sent.add(name)
      if (io === 'input' || !sent.has(name)) components.set(name, component)
      if (io === 'input') describeDefaults(component)
    }
    delete root.$schema
    return root
  }

  /** All components so far, sorted by name. */
  function sortedComponents(): Record<string, JsonSchema> {
    return Object.fromEntries([...components].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  }
}

const referToComponents = (schema: JsonSchema): JsonSchema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'))

/**
 * Drops bounds that only say how far JavaScript counts, and key patterns that allow any key. Joins
 * `x or null` into one type. Writes a single value as `enum`, because some client generators do not
 * read `const`.
 */
function simplify({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.const !== undefined) {
    jsonSchema.enum = [jsonSchema.const]
    delete jsonSchema.const
  }
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (typeof jsonSchema.propertyNames === 'object' && !('enum' in jsonSchema.propertyNames))
    delete jsonSchema.propertyNames
  // JavaScript escapes each slash. Generators that escape it again would produce a broken pattern.
  if (jsonSchema.pattern !== undefined)
    jsonSchema.pattern = jsonSchema.pattern.replaceAll('\\/', '/')
  joinTypes(jsonSchema)
}

/**
 * Moves defaults into descriptions, because openapi-typescript makes fields with a `default`
 * required.
 */
function describeDefaults(schema: JsonSchema): void {
  const { items } = schema
  if (typeof items === 'object' && !Array.isArray(items)) describeDefaults(items)
  for (const field of Object.values(schema.properties ?? {})) {
    if (typeof field !== 'object') continue
    describeDefaults(field)
    if (field.default === undefined) continue
    field.description = [field.description, `\`${JSON.stringify(field.default)}\` when absent.`]
      .filter(Boolean)
      .join(' ')
    delete field.default
  }
  for (const member of [schema.oneOf, schema.anyOf].flatMap((members) => members ?? []))
    describeDefaults(member)
}

/**
 * Replaces anyOf by a list of types, when its members have different types and at most one has
 * other keywords.
 */
function joinTypes(schema: JsonSchema): void {
  const { anyOf } = schema
  if (!anyOf || !anyOf.every(isPlain) || new Set(anyOf.map(({ type }) => type)).size < anyOf.length)
    return
  const types = anyOf.flatMap(({ type }) => type ?? [])
  if (!types.includes('null')) return
  delete schema.anyOf
  for (const member of anyOf) Object.assign(schema, member)
  Object.assign(schema, { type: types })
}

/** True for a schema of one type whose other keywords do not restrict other types. */
const isPlain = (schema: JsonSchema): boolean =>
  typeof schema.type === 'string' && !('enum' in schema)
