// The parts that both OpenAPI documents are built from: that of the emulated API and that of the admin API.

import { stringify } from 'yaml'
import * as z from 'zod'
import { mapEntries } from './entries.ts'
import { type Converter, createConverter } from './json-schema.ts'

/** The text of a document. Readers of YAML 1.1 would take a bare 2025-01-01 for a date, hence `compat`. */
export const toYaml = (document: object): string =>
  stringify(document, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' })

/** The items of `paths`: the operations of each path by their methods. */
export function groupByPath<T>(
  operations: readonly { readonly path: string; readonly method: string; readonly described: T }[],
): Record<string, Record<string, T>> {
  const paths: Record<string, Record<string, T>> = {}
  for (const { path, method, described } of operations)
    paths[path] = { ...paths[path], [method.toLowerCase()]: described }
  return paths
}

export type Parameter = {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly description?: string
  readonly required: boolean
  readonly schema: { readonly examples?: readonly unknown[] | undefined }
}

const Members = z.looseObject({
  properties: z
    .record(
      z.string(),
      z.looseObject({
        type: z.unknown().optional(),
        description: z.string().optional(),
        examples: z.array(z.unknown()).optional(),
      }),
    )
    .default({}),
  required: z.array(z.string()).default([]),
})

/** The fields of an object. By a converter of its own: the whole is no component. */
export function membersOf(schema: z.ZodType): z.infer<typeof Members> {
  const { convert, components } = createConverter()
  const { $ref, ...whole } = convert(schema)
  return Members.parse(
    $ref === undefined ? whole : components()[$ref.slice($ref.lastIndexOf('/') + 1)],
  )
}

/** Fields as what they mean, not as the texts that they are. A field with names of its own inside is left to the description. */
export function parametersOf(schema: z.ZodType, location: Parameter['in']): Parameter[] {
  const { properties, required } = membersOf(schema)
  return Object.entries(properties)
    .filter(([, { type }]) => type !== 'object')
    .map(([name, field]) =>
      toParameter(field, { name, in: location, required: required.includes(name) }),
    )
}

type Field = z.infer<typeof Members>['properties'][string]

const toParameter = (
  { description, ...schema }: Field,
  { name, in: location, required }: Pick<Parameter, 'name' | 'in' | 'required'>,
): Parameter => ({
  name,
  in: location,
  ...(description !== undefined && { description }),
  required: required && !('default' in schema),
  schema,
})

export type Content = Readonly<
  Record<string, { readonly schema: z.ZodType; readonly examples?: object | undefined }>
>

export const describeContent = (content: Content, { convert }: Converter) => ({
  content: mapEntries(content, (_type, { schema, examples }) => ({
    schema: convert(schema),
    ...(examples && { examples }),
  })),
})
