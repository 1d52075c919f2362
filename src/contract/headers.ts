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
    description: 'On every answer.',
    required: true,
    schema: z.literal('no-cache, private'),
  },
  'Access-Control-Allow-Origin': {
    description:
      'On every answer below `/api/`, with or without Origin, except those given before the path is looked at.',
    required: false,
    schema: z.literal('*'),
  },
  'X-RateLimit-Limit': {
    description:
      'Requests a minute and user; by address where no token is needed; five replies a minute and token.',
    required: false,
    schema: z.int().min(1).max(1_000_000),
  },
  'X-RateLimit-Remaining': {
    description: 'Requests left in this minute, of the limit with fewer left.',
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
      'Of the mock, where a path below `/api/` leads nowhere: the products of the brands that it does not emulate.',
    required: false,
    schema: z.string(),
  },
  'X-Mock-Proof': {
    description:
      'Answers a challenge of `health` and `lint`, which so know the mock of their user.',
    required: false,
    schema: z.string(),
  },
  Location: { description: 'Where a browser is sent.', required: true, schema: z.string() },
  Allow: {
    description:
      'The methods of the route: with a space after a wrong method, without one after OPTIONS.',
    required: true,
    schema: z.enum(['GET, HEAD', 'GET,HEAD', 'POST']),
  },
  Vary: {
    description: 'On answers to OPTIONS below `/api/`.',
    required: false,
    schema: z.enum([
      'Access-Control-Request-Method',
      'Access-Control-Request-Method, Access-Control-Request-Headers',
    ]),
  },
  'Access-Control-Allow-Methods': {
    description: 'The method that was asked for, in upper case.',
    required: true,
    schema: z.string(),
  },
  'Access-Control-Allow-Headers': {
    description: 'The headers that were asked for, as they stand.',
    required: true,
    schema: z.string(),
  },
  'Access-Control-Max-Age': {
    description: 'Preflights are not remembered.',
    required: true,
    schema: z.literal(0),
  },
} satisfies Record<string, Header>

export type HeaderName = keyof typeof headers
