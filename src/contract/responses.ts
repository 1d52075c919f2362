// All responses by the names of their components.

import type { SwitchName } from './switched.ts'
import type { Content } from './builder.ts'
import { chatResponses } from './chat-responses.ts'
import { errorBody, errorOrPage, pageBody, pick } from './error-bodies.ts'
import { errorExamples, listExamples } from './examples.ts'
import type { HeaderName } from './headers.ts'
import { ConversationList } from './lists.ts'
import { Empty, Liveness, Readiness, ValidationError } from './schemas.ts'

export type ResponseEntry = {
  readonly description: string
  /** The switch that brings this response. */
  readonly switch?: SwitchName
  readonly headers?: readonly HeaderName[]
  /** Absent when the response has no body. */
  readonly content?: Content
}

const anywhere = ['Cache-Control'] as const
const belowApi = [...anywhere, 'Access-Control-Allow-Origin'] as const
const limited = [...belowApi, 'X-RateLimit-Limit', 'X-RateLimit-Remaining'] as const

const ON_PURPOSE =
  'Sent only when a request prefers this answer (`Prefer: code=…`) or a fault causes it.'

const NEGOTIATED =
  'The body is HTML when the switch jsonErrors is negotiated and the request does not ask for JSON.'

export const responses = {
  Conversations: {
    description: "A page of the caller's conversations, the newest first.",
    headers: limited,
    content: { 'application/json': { schema: ConversationList, examples: listExamples } },
  },
  Redirect: {
    description:
      'Replaces 401 and 422 when the switch jsonErrors is negotiated and the request does ' +
      'not ask for JSON. Redirects to `/login`, or back to the Referer. Without a Referer, ' +
      'redirects to the root.',
    switch: 'jsonErrors',
    headers: [...limited, 'Location'],
    content: { 'text/html': pageBody('login', 'back') },
  },
  BadRequest: {
    description:
      'The Host header or the method override is invalid. From Laravel 12 on, also a path ' +
      `that is not UTF-8. ${NEGOTIATED}`,
    headers: belowApi,
    content: errorOrPage('badRequest', 'badRequest'),
  },
  Unauthenticated: {
    description: 'The token is missing, unknown or expired.',
    headers: belowApi,
    content: errorBody('unauthenticated'),
  },
  NotFound: {
    description:
      'The path does not exist. Paths are case-sensitive. The token is not checked. ' +
      `${NEGOTIATED} Outside \`/api/\`, this does not depend on the switch.`,
    headers: [...belowApi, 'Vary', 'X-Mock-Hint'],
    content: { ...errorBody('routeNotFound'), 'text/html': pageBody('notFound') },
  },
  MethodNotAllowed: {
    description: `The path does not support this method. The token is not checked. ${NEGOTIATED}`,
    headers: [...belowApi, 'Allow'],
    content: errorOrPage('methodNotAllowed', 'methodNotAllowed'),
  },
  TooLarge: {
    description: `The request body is larger than 1 MiB. ${NEGOTIATED}`,
    headers: [...belowApi, 'Vary', 'X-Mock-Hint'],
    content: errorOrPage('tooLarge', 'tooLarge'),
  },
  Invalid: {
    description:
      'Some parameters are invalid. The body has all messages, with the fields in the order ' +
      "of the rules. Another user's assistant_id gives the same error as an unknown " +
      'assistant_id.',
    headers: limited,
    content: {
      'application/json': {
        schema: ValidationError,
        examples: pick(errorExamples, 'oneError', 'moreErrors'),
      },
    },
  },
  TooManyRequests: {
    description:
      'The request limit of this minute is used up. All tokens of a user share this limit. ' +
      NEGOTIATED,
    headers: [...limited, 'Retry-After', 'X-RateLimit-Reset'],
    content: errorOrPage('tooManyAttempts', 'tooManyAttempts'),
  },
  Forbidden: {
    description: ON_PURPOSE,
    headers: belowApi,
    content: errorOrPage('forbidden', 'forbidden'),
  },
  NoRoute: {
    description: `As if the path did not exist. ${ON_PURPOSE}`,
    headers: [...belowApi, 'X-Mock-Hint'],
    content: errorOrPage('routeNotFound', 'notFound'),
  },
  BadGateway: {
    description: ON_PURPOSE,
    headers: belowApi,
    content: errorOrPage('badGateway', 'badGateway'),
  },
  Unavailable: {
    description: `The application is down for maintenance. ${ON_PURPOSE}`,
    headers: [...belowApi, 'Retry-After-If-Known'],
    content: errorOrPage('unavailable', 'unavailable'),
  },
  GatewayTimeout: {
    description: ON_PURPOSE,
    headers: belowApi,
    content: errorOrPage('gatewayTimeout', 'gatewayTimeout'),
  },
  NoContent: { description: ON_PURPOSE, headers: belowApi },
  NotModified: { description: ON_PURPOSE, headers: belowApi },
  OtherSuccess: {
    description: `${ON_PURPOSE} The body has no list.`,
    headers: belowApi,
    content: { 'text/html': { schema: Empty } },
  },
  OtherRedirect: {
    description: ON_PURPOSE,
    headers: [...belowApi, 'Location'],
    content: { 'text/html': { schema: Empty } },
  },
  OtherClientError: {
    description: ON_PURPOSE,
    headers: belowApi,
    content: errorOrPage('other', 'other'),
  },
  OtherServerError: {
    description: ON_PURPOSE,
    headers: belowApi,
    content: errorOrPage('other', 'other'),
  },
  HeadersTooLarge: {
    description: 'The request headers are larger than 16 KiB. The connection closes.',
  },
  ServerError: {
    description:
      'An internal error of Laravel. Causes are a JSON cursor without its keys, and more ' +
      `than 1000 query variables. ${NEGOTIATED}`,
    headers: limited,
    content: errorOrPage('serverError', 'serverError'),
  },
  Options: {
    description: 'The methods of the path.',
    headers: [...belowApi, 'Allow', 'Vary'],
    content: { 'text/html': { schema: Empty } },
  },
  Preflight: {
    description:
      'The answer to OPTIONS with Access-Control-Request-Method, on every known or unknown ' +
      'path below `/api/`.',
    headers: [
      ...belowApi,
      'Vary',
      'Access-Control-Allow-Methods',
      'Access-Control-Allow-Headers',
      'Access-Control-Max-Age',
    ],
  },
  Live: {
    description: 'The process answers.',
    content: { 'application/json': { schema: Liveness } },
  },
  Ready: {
    description: 'The data is loaded.',
    headers: ['X-Mock-Proof'],
    content: { 'application/json': { schema: Readiness } },
  },
  ...chatResponses,
} satisfies Record<string, ResponseEntry>

export type ResponseName = keyof typeof responses
