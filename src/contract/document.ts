// Builds openapi.yaml from the zod schemas.

import { LIST_PATH } from '../editions.ts'
import { describeContent, groupByPath, parametersOf, toYaml } from './builder.ts'
import { mapEntries } from './entries.ts'
import { frame, ownServer } from './frame.ts'
import { type Header, type HeaderName, headers } from './headers.ts'
import { type Converter, createConverter } from './json-schema.ts'
import { chatOperations } from './chat-operations.ts'
import {
  listOperations,
  type Operation,
  otherOnPurpose,
  otherMethods,
  otherPaths,
  type Responses,
} from './operations.ts'
import { type ResponseEntry, type ResponseName, responses } from './responses.ts'
import {
  describeBody,
  uuidParameter,
  parametersIn,
  describeParameter,
} from './described-requests.ts'

type Contract = Omit<typeof frame, 'components'> & {
  readonly paths: Readonly<Record<string, object>>
  readonly 'x-other-paths': Readonly<Record<string, object>>
  readonly 'x-on-purpose': Readonly<Record<string, object>>
  readonly components: Readonly<Record<string, Readonly<Record<string, object>>>>
}

export const operations: readonly Operation[] = [...listOperations, ...chatOperations]

/** The OpenAPI 3.1 document. It is the same at each call. */
function buildContract(): Contract {
  const converter = createConverter()
  const parameters = operations.flatMap(parametersIn)
  const paths = groupByPath(
    operations.map((operation) => ({
      path: operation.url,
      method: operation.method,
      described: describeOperation(operation, converter),
    })),
  )
  const { components, ...head } = frame
  return {
    ...head,
    paths: mapEntries(paths, (path, item) => describePath(path, item, converter)),
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

/** The text of openapi.yaml. */
export const contractYaml = (): string => toYaml(buildContract())

const named = [
  otherMethods,
  otherPaths,
  ...operations.filter(({ method }) => method !== 'HEAD').map((operation) => operation.responses),
]
const uses = Map.groupBy(
  named.flatMap((names) => Object.values(names)),
  (name) => name,
)

/**
 * The responses that become components, because several operations use them. Successful ones stay
 * inline: swagger-typescript-api ignores JSON behind a reference.
 */
const shared = new Set(
  [...uses].flatMap(([name, { length }]) => (length > 1 && !succeeds(name) ? [name] : [])),
)

/** True for the response to a successful call, which generators must find inline. */
function succeeds(name: ResponseName): boolean {
  return operations.some(
    ({ method, responses: own }) => method !== 'OPTIONS' && own['200'] === name,
  )
}

function describePath(path: string, item: Record<string, object>, converter: Converter) {
  return {
    ...(!path.startsWith('/api/') && { servers: [ownServer] }),
    ...(path.includes('{uuid}') && { parameters: [uuidParameter] }),
    ...item,
    ...(path.startsWith('/api/') && {
      'x-other-methods': describeResponses(othersOf(path), converter),
    }),
  }
}

function describeOperation(operation: Operation, converter: Converter) {
  const parameters = [
    ...parametersIn(operation).map(({ name }) => reference('parameters', name)),
    ...(operation.ownQuery ? parametersOf(operation.ownQuery, 'query').map(describeParameter) : []),
  ]
  return {
    ...operation.about,
    ...(parameters.length > 0 && { parameters }),
    ...(operation.body && {
      requestBody: describeBody(operation.body, converter),
    }),
    responses:
      operation.method === 'HEAD'
        ? mapEntries(operation.responses, (_status, name) => describeHeaders(responses[name]))
        : describeResponses(operation.responses, converter),
  }
}

/** The list has its own OPTIONS operation, so only other paths get the response to OPTIONS here. */
const othersOf = (path: string): Responses =>
  path === LIST_PATH ? otherMethods : { ...otherMethods, 200: 'Options' }

function describeResponses(names: Responses, converter: Converter) {
  return mapEntries(names, (_status, name) => referOrDescribe(name, converter))
}

const referOrDescribe = (name: ResponseName, converter: Converter) =>
  shared.has(name) ? reference('responses', name) : describeResponse(responses[name], converter)

function describeResponse(response: ResponseEntry, converter: Converter) {
  const { content } = response
  return { ...describeHeaders(response), ...(content && describeContent(content, converter)) }
}

/** A response to HEAD has only a description and headers. */
const describeHeaders = ({ description, headers: names, switch: by }: ResponseEntry) => ({
  description,
  ...(by && { 'x-switch': by }),
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
