// Builds the OpenAPI document of the admin API from the table of routes.

import type * as z from 'zod'
import { readVersion } from '../system/assets.ts'
import {
  describeContent,
  groupByPath,
  membersOf,
  parametersOf,
  toYaml,
} from '../contract/builder.ts'
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

/** The error statuses that every route can have. */
const refusals: Readonly<Record<number, string>> = {
  400: 'The body is not JSON, or the path no URL.',
  401: 'The admin token is missing or wrong.',
  403: 'The host or the origin is not allowed.',
  404: 'There is no such user.',
  413: 'The body is too large.',
  415: 'The body does not come as application/json.',
  422: 'A field is wrong; the message names it.',
}

/** The document as YAML; it is the same text at each start. */
export const adminYaml = (): string => toYaml(buildDocument())

function buildDocument(): object {
  const converter = createConverter()
  const version = readVersion()
  const paths = groupByPath(
    routes.map((route) => ({
      path: `/__admin${route.url.replace(/:(\w+)/g, '{$1}')}`,
      method: route.method,
      described: describeRoute(route, converter),
    })),
  )
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
          toResponse(text, ErrorBody, converter),
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
  const inputs = [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')]
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
        ...(response && describeContent({ [responseType]: { schema: response } }, converter)),
      },
      ...(alternative && {
        [alternative.status]: toResponse(alternative.description, alternative.response, converter),
      }),
      ...mapEntries(failures, (_status, reason) => toResponse(reason, ErrorBody, converter)),
      ...Object.fromEntries(
        shared.map((refused) => [refused, { $ref: `#/components/responses/Refused${refused}` }]),
      ),
    },
  }
}

const OF_BODIES = new Set(['400', '413', '415'])

/** The server also checks bodies of calls that take none, except for GET. */
function canBeRefusedWith(status: string, { method, query }: Route): boolean {
  if (status === '404') return 'user' in membersOf(query).properties
  return method !== 'GET' || !OF_BODIES.has(status)
}

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

const toResponse = (text: string, schema: z.ZodType, converter: Converter): object => ({
  description: text,
  ...describeContent({ 'application/json': { schema } }, converter),
})
