// The operations of the emulated API.

import type * as z from 'zod'
import { LIST_PATH } from '../editions.ts'
import { ConversationQuery, PreflightHeaders } from './parameters.ts'
import type { ResponseName } from './responses.ts'

export type Operation = {
  readonly method: 'GET' | 'HEAD' | 'OPTIONS' | 'POST'
  readonly url: string
  readonly about: {
    readonly operationId: string
    readonly summary: string
    readonly description: string
    readonly tags: readonly string[]
    readonly security: readonly Record<string, readonly string[]>[]
  }
  readonly query?: z.ZodType
  /** The query parameters that only this operation has. */
  readonly ownQuery?: z.ZodType
  readonly body?: z.ZodType
  /** The request headers that change the answer. */
  readonly headers?: z.ZodType
  readonly responses: Responses
}

/** Maps a status, or a range such as 4XX, to the name of a response. */
export type Responses = Readonly<Record<string, ResponseName>>

/** The errors that a preference or a fault can cause. */
export const onPurpose: Responses = {
  403: 'Forbidden',
  404: 'NoRoute',
  502: 'BadGateway',
  503: 'Unavailable',
  504: 'GatewayTimeout',
}

/**
 * More answers that a preference or a fault can cause. Generated clients would take an empty body
 * for a list, and orval cannot read ranges, so they stay apart.
 */
export const otherOnPurpose: Responses = {
  204: 'NoContent',
  304: 'NotModified',
  '2XX': 'OtherSuccess',
  '3XX': 'OtherRedirect',
  '4XX': 'OtherClientError',
  '5XX': 'OtherServerError',
}

const listed: Responses = {
  ...onPurpose,
  200: 'Conversations',
  302: 'Redirect',
  400: 'BadRequest',
  401: 'Unauthenticated',
  413: 'TooLarge',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'ServerError',
}

const needsToken = { tags: ['conversations'], security: [{ bearer: [] }] }
const health = { tags: ['health'], security: [] }

// The answers to methods that a path does not have, and to unknown paths.
export const otherMethods: Responses = {
  ...onPurpose,
  400: 'BadRequest',
  405: 'MethodNotAllowed',
  413: 'TooLarge',
  500: 'ServerError',
}
export const otherPaths: Responses = {
  ...onPurpose,
  400: 'BadRequest',
  404: 'NotFound',
  413: 'TooLarge',
  500: 'ServerError',
}

/** The operations on the list and on the mock itself. */
export const listOperations: readonly Operation[] = [
  {
    method: 'GET',
    url: LIST_PATH,
    about: {
      operationId: 'listConversations',
      summary: 'List conversations',
      description:
        'The edition of the token decides which parameters count, which fields an item has, ' +
        'and which paginator answers. A parameter that the edition does not document is ' +
        'ignored.\n\nParameters are read as PHP and Laravel read them. The last of repeated ' +
        'names wins, values are trimmed, and an empty value counts as absent. A POST with ' +
        "`X-HTTP-Method-Override: GET` or a form's `_method=GET` is answered like GET. All " +
        'other methods get 405.',
      ...needsToken,
    },
    query: ConversationQuery,
    responses: listed,
  },
  {
    method: 'HEAD',
    url: LIST_PATH,
    about: {
      operationId: 'headConversations',
      summary: 'List conversations, without the body',
      description: 'Returns the status and the headers of GET, without a body.',
      ...needsToken,
    },
    query: ConversationQuery,
    responses: listed,
  },
  {
    method: 'OPTIONS',
    url: LIST_PATH,
    about: {
      operationId: 'optionsConversations',
      summary: 'Ask for the allowed methods',
      description: 'The token and the limit are not checked.',
      tags: ['conversations'],
      security: [],
    },
    headers: PreflightHeaders,
    responses: {
      ...onPurpose,
      200: 'Options',
      204: 'Preflight',
      400: 'BadRequest',
      413: 'TooLarge',
      500: 'ServerError',
    },
  },
  {
    method: 'GET',
    url: '/livez',
    about: {
      operationId: 'live',
      summary: 'Check that the process answers',
      description: 'Needs no token and has no rate limit. Faults and preferences have no effect.',
      ...health,
    },
    responses: { 200: 'Live', 431: 'HeadersTooLarge' },
  },
  {
    method: 'GET',
    url: '/readyz',
    about: {
      operationId: 'ready',
      summary: 'Check that the data is loaded',
      description: 'Answers as soon as the mock listens. Before that, connections are refused.',
      ...health,
    },
    responses: { 200: 'Ready', 431: 'HeadersTooLarge' },
  },
]
