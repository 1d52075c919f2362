// Describes the parameters and bodies of requests for the contract.

import type * as z from 'zod'
import { membersOf, type Parameter, parametersOf } from './builder.ts'
import type { Converter } from './json-schema.ts'
import type { Operation } from './operations.ts'

/** In an HTML form each value is a text, and brackets make an object: variables[name]=Ada. */
export function describeBody(body: z.ZodType, { convert }: Converter) {
  const schema = convert(body, 'input')
  const isDeep = 'variables' in membersOf(body).properties
  const encoding = { variables: { style: 'deepObject', explode: true } }
  const form = { schema, ...(isDeep && { encoding }) }
  return {
    required: true,
    content: {
      'application/json': { schema },
      'application/x-www-form-urlencoded': form,
      'multipart/form-data': { schema },
    },
  }
}

export const uuidParameter = {
  name: 'uuid',
  in: 'path',
  required: true,
  description: 'The UUID of a conversation.',
  schema: { type: 'string' },
}

export const parametersIn = ({ query, headers: sent }: Operation) =>
  [
    ...(query ? parametersOf(query, 'query') : []),
    ...(sent ? parametersOf(sent, 'header') : []),
  ].map(describeParameter)

/** The parameters are all optional. */
export const describeParameter = (parameter: Parameter) => {
  const { name, in: location, description, schema } = parameter
  const { examples, ...plain } = schema
  const example = examples?.[0]
  return {
    name,
    in: location,
    description,
    schema: plain,
    ...(example !== undefined && { example }),
  }
}
