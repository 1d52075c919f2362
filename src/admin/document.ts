// The OpenAPI document of the admin API, built from the table of routes.

import { stringify } from 'yaml'
import * as z from 'zod'
import { readVersion } from '../system/assets.ts'
import { mapEntries } from '../contract/entries.ts'
import { contact, ownServer } from '../contract/frame.ts'
import { createConverter, type Converter } from '../contract/json-schema.ts'
import { DatasetUpload } from './dataset.ts'
import { ErrorBody, unwritable } from './failure.ts'
import type { Route } from './route.ts'
import { routes } from './routes.ts'
import { tags } from './tags.ts'

const description = `Steers a running mock. Every call needs the admin token, which the mock prints at its start or takes as \`--admin-token\`.
Calls are refused for hosts that are not allowed, for pages of another origin, and for bodies that are not JSON. They are never in the journal, never
faulted and never limited.

\`?user=\` says whose; without it, reset, faults, requests, clock and dataset mean the whole server, and conversations, statistics, snapshots, script and traffic the first user.`

/** Statuses that any route may answer with. */
const refusals: Readonly<Record<number, string>> = {
  400: 'The body is not JSON, or the path no URL.',
  401: 'The admin token is missing or wrong.',
  403: 'The host or the origin is not allowed.',
  404: 'There is no such user.',
  413: 'The body is too large.',
  415: 'The body does not come as application/json.',
  422: 'A field is wrong; the message names it.',
}

/** The text of the document; always the same one. */
export function adminYaml(): string {
  return stringify(buildDocument(), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    compat: 'yaml-1.1',
  })
}

function buildDocument(): object {
  const converter = createConverter()
  const version = readVersion()
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = `/__admin${route.url.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route, converter) }
  }
  const error = converter.convert(ErrorBody)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Conversations mock: admin',
      version,
      description,
      contact,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [ownServer],
    security: [{ adminToken: [] }],
    tags: Object.entries(tags).map(([name, text]) => ({ name, description: text })),
    paths,
    components: {
      securitySchemes: {
        adminToken: { type: 'http', scheme: 'bearer', description: 'The admin token.' },
      },
      responses: Object.fromEntries(
        Object.entries(refusals).map(([status, text]) => [
          `Refused${status}`,
          toResponse(text, error),
        ]),
      ),
      schemas: converter.components(),
    },
  }
}

function describeRoute(route: Route, converter: Converter): object {
  const {
    operationId,
    tag,
    summary,
    description: text,
    status,
    response,
    alternative,
    body,
  } = route
  const failures = { ...(route.writesRows && unwritable), ...route.failures }
  const { responseType = 'application/json' } = route
  const { convert } = converter
  const inputs = [...fieldsOf(route.params, 'path'), ...fieldsOf(route.query, 'query')]
  const shared = Object.keys(refusals).filter(
    (refused) => !(refused in failures) && canBeRefusedWith(refused, route),
  )
  return {
    operationId,
    tags: [tag],
    summary,
    description: text,
    ...(inputs.length > 0 && { parameters: inputs }),
    ...(body !== undefined && { requestBody: describeBody(body, converter) }),
    responses: {
      [status]: {
        description: summary,
        ...(response && { content: { [responseType]: { schema: convert(response) } } }),
      },
      ...(alternative && {
        [alternative.status]: toResponse(alternative.description, convert(alternative.response)),
      }),
      ...mapEntries(failures, (_status, reason) => toResponse(reason, convert(ErrorBody))),
      ...Object.fromEntries(
        shared.map((refused) => [refused, { $ref: `#/components/responses/Refused${refused}` }]),
      ),
    },
  }
}

const OF_BODIES = new Set(['400', '413', '415'])

/** Bodies are looked at even where none is due, but for GET. */
function canBeRefusedWith(status: string, { method, query }: Route): boolean {
  if (status === '404') return 'user' in membersOf(query).properties
  return method !== 'GET' || !OF_BODIES.has(status)
}

const Fields = z.looseObject({
  properties: z
    .record(
      z.string(),
      z.looseObject({ type: z.unknown().optional(), description: z.string().optional() }),
    )
    .default({}),
  required: z.array(z.string()).default([]),
})

/** Parameters as what they mean, not as the texts that they are. What has names of its own inside is left to the description. */
function fieldsOf(schema: z.ZodType, location: 'path' | 'query'): object[] {
  const { properties, required } = membersOf(schema)
  return Object.entries(properties)
    .filter(([, { type }]) => type !== 'object')
    .map(([name, field]) =>
      toParameter(field, { name, in: location, required: required.includes(name) }),
    )
}

/** By a converter of its own: the whole is no component, only its fields are shown. */
function membersOf(schema: z.ZodType): z.infer<typeof Fields> {
  const { convert, components } = createConverter()
  const { $ref, ...whole } = convert(schema)
  return Fields.parse(
    $ref === undefined ? whole : components()[$ref.slice($ref.lastIndexOf('/') + 1)],
  )
}

type Field = z.infer<typeof Fields>['properties'][string]

const toParameter = (
  { description: text, ...schema }: Field,
  { name, in: location, required }: { name: string; in: string; required: boolean },
): object => ({
  name,
  in: location,
  ...(text !== undefined && { description: text }),
  required: required && !('default' in schema),
  schema,
})

function describeBody(body: z.ZodType | 'stream', { convert }: Converter): object {
  if (body === 'stream')
    return {
      required: true,
      content: { 'application/json': { schema: convert(DatasetUpload, 'input') } },
    }
  return {
    required: !body.safeParse(undefined).success,
    content: { 'application/json': { schema: convert(body, 'input') } },
  }
}

const toResponse = (text: string, schema: object): object => ({
  description: text,
  content: { 'application/json': { schema } },
})
