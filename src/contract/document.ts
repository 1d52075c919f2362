// openapi.yaml, built from the zod schemas.

import { stringify } from 'yaml'
import { LIST_PATH } from '../editions.ts'
import { type Drafted, draftPaths } from './draft.ts'
import { mapEntries } from './entries.ts'
import { frame, ownServer } from './frame.ts'
import { type Header, type HeaderName, headers } from './headers.ts'
import { type Converter, createConverter } from './json-schema.ts'
import {
  otherOnPurpose,
  operations,
  otherMethods,
  otherPaths,
  type Responses,
} from './operations.ts'
import { type ResponseEntry, type ResponseName, responses } from './responses.ts'

export type Contract = Omit<typeof frame, 'components'> & {
  readonly paths: Readonly<Record<string, object>>
  readonly 'x-other-paths': Readonly<Record<string, object>>
  readonly 'x-on-purpose': Readonly<Record<string, object>>
  readonly components: Readonly<Record<string, Readonly<Record<string, object>>>>
}

/** The OpenAPI 3.1 document; always the same one. */
export async function buildContract(): Promise<Contract> {
  const converter = createConverter()
  const drafted = await draftPaths(converter)
  const parameters = Object.values(drafted).flatMap((item) =>
    Object.values(item).flatMap((operation) => operation.parameters ?? []),
  )
  const { components, ...head } = frame
  return {
    ...head,
    paths: mapEntries(drafted, (path, item) => describePath(path, item, converter)),
    'x-other-paths': describeResponses(otherPaths, converter),
    'x-on-purpose': describeResponses(otherOnPurpose, converter),
    components: {
      ...components,
      parameters: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter])),
      headers: mapEntries(headers, (_name, header) => describeHeader(header, converter)),
      responses: Object.fromEntries(
        [...shared].map((name) => [name, describeResponse(responses[name], converter)]),
      ),
      schemas: converter.components(),
    },
  }
}

/** The text of openapi.yaml. Readers of YAML 1.1 would take a bare 2025-01-01 for a date, hence `compat`. */
export async function contractYaml(): Promise<string> {
  return stringify(await buildContract(), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    compat: 'yaml-1.1',
  })
}

const named = [
  otherMethods,
  otherPaths,
  ...operations.filter(({ method }) => method !== 'HEAD').map((operation) => operation.responses),
]
const uses = Map.groupBy(
  named.flatMap((names) => Object.values(names)),
  (name) => name,
)

/** Responses that stand in several places. The others are written out there: swagger-typescript-api reads no JSON behind a reference. */
const shared = new Set([...uses].flatMap(([name, { length }]) => (length > 1 ? [name] : [])))

function describePath(path: string, item: Record<string, Drafted>, converter: Converter) {
  return {
    ...(path !== LIST_PATH && { servers: [ownServer] }),
    ...mapEntries(item, (method, { parameters, responses: drafted, ...operation }) => ({
      ...operation,
      ...(parameters && {
        parameters: parameters.map(({ name }) => reference('parameters', name)),
      }),
      responses: mapEntries(drafted, (_status, { description: name }) =>
        method === 'head' ? describeHeaders(responses[name]) : referOrDescribe(name, converter),
      ),
    })),
    ...(path === LIST_PATH && { 'x-other-methods': describeResponses(otherMethods, converter) }),
  }
}

function describeResponses(names: Responses, converter: Converter) {
  return mapEntries(names, (_status, name) => referOrDescribe(name, converter))
}

const referOrDescribe = (name: ResponseName, converter: Converter) =>
  shared.has(name) ? reference('responses', name) : describeResponse(responses[name], converter)

function describeResponse(response: ResponseEntry, { convert }: Converter) {
  const { content } = response
  return {
    ...describeHeaders(response),
    ...(content && {
      content: mapEntries(content, (_type, { schema, examples }) => ({
        schema: convert(schema),
        ...(examples && { examples }),
      })),
    }),
  }
}

/** All that an answer to HEAD has. */
const describeHeaders = ({ description, headers: names }: ResponseEntry) => ({
  description,
  ...(names && {
    headers: Object.fromEntries(names.map((name) => [nameOf(name), reference('headers', name)])),
  }),
})

function nameOf(component: HeaderName): string {
  const { name = component }: Header = headers[component]
  return name
}

function describeHeader({ description, required, schema }: Header, { convert }: Converter) {
  return { description, required, schema: convert(schema) }
}

const reference = (kind: 'parameters' | 'headers' | 'responses', name: string) => ({
  $ref: `#/components/${kind}/${name}`,
})
