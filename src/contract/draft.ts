// The paths as @fastify/swagger sees them. It runs on an instance that serves nothing: the server that answers requests
// never loads it.

import fastifySwagger from '@fastify/swagger'
import Fastify, { type FastifySchema } from 'fastify'
import * as z from 'zod'
import { mapEntries } from './entries.ts'
import { frame } from './frame.ts'
import type { Converter } from './json-schema.ts'
import { type Operation, operations } from './operations.ts'
import { isResponseName, type ResponseName } from './responses.ts'

const Drafted = z.strictObject({
  // @fastify/swagger appends it to the name of every HEAD.
  operationId: z.string().transform((name) => name.replace(/-head$/, '')),
  summary: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.string(),
        description: z.string(),
        schema: z.looseObject({}),
        example: z.unknown().optional(),
      }),
    )
    .optional(),
  /** The description is the name of the response. */
  responses: z.record(
    z.string(),
    z.object({ description: z.custom<ResponseName>(isResponseName) }),
  ),
})
export type Drafted = z.infer<typeof Drafted>

const DummyDocument = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), Drafted)) })

/** The operations by path and method. */
export async function draftPaths(
  converter: Converter,
): Promise<Record<string, Record<string, Drafted>>> {
  const app = Fastify({ exposeHeadRoutes: false })
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => () => '')
  await app.register(fastifySwagger, { openapi: frame, exposeHeadRoutes: true })
  for (const operation of operations) {
    app.route({
      method: operation.method,
      url: operation.url,
      schema: routeSchema(operation, converter),
      handler: () => '',
    })
  }
  await app.ready()
  return DummyDocument.parse(app.swagger()).paths
}

/** @fastify/swagger knows no shared responses: it is given their names, as descriptions. */
function routeSchema(
  { about, query, headers, responses }: Operation,
  { convert }: Converter,
): FastifySchema {
  return {
    ...about,
    ...(query && { querystring: convert(query, 'input') }),
    ...(headers && { headers: convert(headers, 'input') }),
    response: mapEntries(responses, (_status, name) => ({ description: name, type: 'null' })),
  }
}
