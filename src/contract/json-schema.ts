// zod schemas as JSON Schema 2020-12 the way OpenAPI 3.1 holds it: what has an id becomes a component that others refer to.

import * as z from 'zod'

export type JsonSchema = z.core.JSONSchema.BaseSchema

export type Converter = ReturnType<typeof createConverter>

export function createConverter() {
  const components = new Map<string, JsonSchema>()
  const sent = new Set<string>()
  return { convert, components: sortedComponents }

  /** `input`: what may be sent, so that a field with a default is optional; so it is then in a component that is given, too. */
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

  /** Everything with an id that was met so far, by name. */
  function sortedComponents(): Record<string, JsonSchema> {
    return Object.fromEntries([...components].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  }
}

const referToComponents = (schema: JsonSchema): JsonSchema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'))

/**
 * Drops bounds that only say how far JavaScript counts, and key names that any JSON has; joins `x or null` into one type.
 * Writes one value as an `enum`: not every generator of clients reads `const`.
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
  // JavaScript escapes every slash; generators that escape it once more would write no pattern.
  if (jsonSchema.pattern !== undefined)
    jsonSchema.pattern = jsonSchema.pattern.replaceAll('\\/', '/')
  joinTypes(jsonSchema)
}

/** Puts defaults into words: openapi-typescript takes a field with a `default` for one that must be sent. */
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

/** Members of one type each, of which at most one has other keywords than the type, need no anyOf. */
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

/** One type, whose other keywords say nothing about values of another type. */
const isPlain = (schema: JsonSchema): boolean =>
  typeof schema.type === 'string' && !('enum' in schema)
