// Builds responses that are JSON, or JSON beside an HTML page.

import type * as z from 'zod'
import type { SwitchName } from './switched.ts'
import { mapEntries } from './entries.ts'
import type { Example } from './examples.ts'
import type { HeaderName } from './headers.ts'
import { Html } from './schemas.ts'

export const limited: readonly HeaderName[] = [
  'Cache-Control',
  'Access-Control-Allow-Origin',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
]
export const retried: readonly HeaderName[] = [
  ...limited,
  'Retry-After-If-Known',
  'X-RateLimit-Reset-If-Known',
]

export const json = (description: string, schema: z.ZodType, value?: unknown) => ({
  description,
  headers: limited,
  content: {
    'application/json': {
      schema,
      ...(value !== undefined && { examples: { answer: { summary: description, value } } }),
    },
  },
})

type Examples = Readonly<
  Record<string, readonly [summary: string, value: unknown, switched?: SwitchName]>
>

export const withExamples = (description: string, schema: z.ZodType, examples: Examples) => ({
  description,
  headers: limited,
  content: { 'application/json': { schema, examples: toExamples(examples) } },
})

const toExamples = (examples: Examples) =>
  mapEntries(examples, (_name, [summary, value, by]) => ({
    ...(by && { 'x-switch': by }),
    summary,
    value,
  }))

type OrPage = {
  readonly description: string
  readonly schema: z.ZodType
  /** The examples by name, each with a summary and a body. */
  readonly examples: Examples
  readonly page: Example
  readonly headers?: readonly HeaderName[]
}

/** A JSON response, or an HTML page for a client that does not ask for JSON. */
export const jsonOrPage = ({ description, schema, examples, page, headers = limited }: OrPage) => ({
  description,
  headers,
  content: {
    'application/json': {
      schema,
      examples: toExamples(examples),
    },
    'text/html': { switch: 'jsonErrors' as const, schema: Html, examples: { page } },
  },
})
