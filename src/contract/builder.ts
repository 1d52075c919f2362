// Builds the common parts of both OpenAPI documents: the emulated API and the admin API.

import { stringify } from 'yaml'
import * as z from 'zod'
import type { SwitchName } from './switched.ts'
import { mapEntries } from './entries.ts'
import { type Converter, createConverter } from './json-schema.ts'

/**
 * The YAML text of a document. `compat` quotes texts such as 2025-01-01, which YAML 1.1 reads as
 * dates.
 */
export const toYaml = (document: object): string =>
  stringify(document, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' })

/** The `paths` of a document: the operations of each path by method. */
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

/**
 * The JSON Schema of an object's fields. Its own converter keeps the object out of the document's
 * components.
 */
export function membersOf(schema: z.ZodType): z.infer<typeof Members> {
  const { convert, components } = createConverter()
  const { $ref, ...whole } = convert(schema)
  return Members.parse(
    $ref === undefined ? whole : components()[$ref.slice($ref.lastIndexOf('/') + 1)],
  )
}

/**
 * Describes query or header fields by their meaning, although each is a text on the wire. It omits
 * fields that are objects.
 */
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

/** A body of one kind. */
export type Media = {
  readonly schema: z.ZodType
  readonly examples?: object | undefined
  /** The switch that brings it. */
  readonly switch?: SwitchName
}

/** The bodies of a response by media type. */
export type Content = Readonly<Record<string, Media>>

export const describeContent = (content: Content, { convert }: Converter) => ({
  content: mapEntries(content, (_type, { schema, examples, switch: by }) => ({
    ...(by && { 'x-switch': by }),
    schema: convert(schema),
    ...(examples && { examples }),
  })),
})
