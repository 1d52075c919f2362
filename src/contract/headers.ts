// The zod schemas of response headers. It omits Date and headers about the connection.

import * as z from 'zod'

export type Header = {
  readonly description: string
  /** True when each response that lists the header always has it. */
  readonly required: boolean
  /** The real name of the header, when several components describe it. */
  readonly name?: string
  readonly schema: z.ZodType
}

export const headers = {
  'Cache-Control': {
    description: 'Sent with every answer.',
    required: true,
    schema: z.literal('no-cache, private'),
  },
  'Access-Control-Allow-Origin': {
    description:
      'Sent with every answer below `/api/`, with or without Origin. Errors that come before ' +
      'the path is read do not have this header.',
    required: false,
    schema: z.literal('*'),
  },
  'X-RateLimit-Limit': {
    description:
      'Allowed requests a minute for each user. Without a token, the limit is for each ' +
      'address. Generated replies are limited to five a minute for each token.',
    required: false,
    schema: z.int().min(1).max(1_000_000),
  },
  'X-RateLimit-Remaining': {
    description:
      'Remaining requests in this minute. When two limits apply, the lower number is sent.',
    required: false,
    schema: z.int().nonnegative(),
  },
  'X-RateLimit-Reset': {
    description: 'Unix time at which requests are answered again.',
    required: true,
    schema: z.int().nonnegative(),
  },
  'Retry-After': {
    description: 'Seconds until requests are answered again.',
    required: true,
    schema: z.int().min(1).max(60),
  },
  'Retry-After-If-Known': {
    name: 'Retry-After',
    description: 'Seconds until requests are answered again.',
    required: false,
    schema: z.int().min(0).max(86_400),
  },
  'X-RateLimit-Reset-If-Known': {
    name: 'X-RateLimit-Reset',
    description: 'Unix time at which requests are answered again.',
    required: false,
    schema: z.int().nonnegative(),
  },
  'X-Mock-Hint': {
    description:
      'Sent by the mock for unknown paths below `/api/`. Names the products of the brands ' +
      'that the mock does not emulate.',
    required: false,
    schema: z.string(),
  },
  'X-Mock-Proof': {
    description:
      'The answer to a challenge of `health` and `lint`. These commands use it to recognize ' +
      'the mock of their user.',
    required: false,
    schema: z.string(),
  },
  Location: { description: 'The URL of the redirect.', required: true, schema: z.string() },
  Allow: {
    description:
      'The methods of the route. Commas are followed by a space after a wrong method, but ' +
      'not after OPTIONS.',
    required: true,
    schema: z.enum(['GET, HEAD', 'GET,HEAD', 'POST']),
  },
  Vary: {
    description: 'Sent with answers to OPTIONS below `/api/`.',
    required: false,
    schema: z.enum([
      'Access-Control-Request-Method',
      'Access-Control-Request-Method, Access-Control-Request-Headers',
    ]),
  },
  'Access-Control-Allow-Methods': {
    description: 'The requested method, in upper case.',
    required: true,
    schema: z.string(),
  },
  'Access-Control-Allow-Headers': {
    description: 'The requested headers, unchanged.',
    required: true,
    schema: z.string(),
  },
  'Access-Control-Max-Age': {
    description: 'Browsers must not cache preflight answers.',
    required: true,
    schema: z.literal(0),
  },
} satisfies Record<string, Header>

export type HeaderName = keyof typeof headers
