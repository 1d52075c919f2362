// All operations except those on the list and on the mock itself.

import type * as z from 'zod'
import * as assistantSchemas from './assistant-schemas.ts'
import * as schemas from './chat-schemas.ts'
import { onPurpose, type Operation, type Responses } from './operations.ts'
import type { ResponseName } from './responses.ts'

const common: Responses = {
  ...onPurpose,
  302: 'Redirect',
  400: 'BadRequest',
  413: 'TooLarge',
  429: 'TooManyRequests',
  500: 'ServerError',
}
const written: Responses = { ...common, 422: 'BodyRefused', 503: 'Busy' }
const forUser: Responses = { 401: 'Unauthenticated' }

const open = { tags: ['conversations'], security: [] }
const needsToken = { tags: ['conversations'], security: [{ bearer: [] }] }

type About = {
  readonly id: string
  readonly summary: string
  readonly description: string
  readonly isOpen?: true
}

function operation(
  [method, url]: readonly ['GET' | 'POST', string],
  { id, summary, description, isOpen }: About,
  responses: Responses,
  body?: z.ZodType,
): Operation {
  const needs = isOpen ? open : needsToken
  return {
    method,
    url,
    about: { operationId: id, summary, description, ...needs },
    ...(body && { body }),
    responses,
  }
}

const BODY =
  'The body may be JSON, a form or multipart. Query fields count when the body does not have them.'

const switchAi = (action: 'disable' | 'enable'): Operation =>
  operation(
    ['POST', `/api/automate/conversations/{uuid}/${action}-ai`],
    {
      id: `${action}Ai`,
      summary: `Switch the AI ${action === 'enable' ? 'on' : 'off'}`,
      description:
        'Only for the owner of the conversation. While the AI is off, messages are stored ' +
        'but not answered.',
    },
    { ...written, 200: 'AiSwitched', 401: 'AutomateRefused', 404: 'StatusNotFound' },
  )

const generateReply = (path: string, id: string): Operation =>
  operation(
    ['POST', path],
    {
      id,
      summary: 'Answer a customer',
      description: `Finds the conversation of an assistant and a customer, or begins one. ${BODY}`,
    },
    {
      ...written,
      ...forUser,
      200: 'Replied',
      400: 'ReplyFailed',
      402: 'ReplyUnpaid',
      404: 'ReplyNotFound',
      429: 'ReplyLimited',
    },
    schemas.ReplyRequest,
  )

const switchWebhook = (action: 'disable' | 'enable', body: z.ZodType): Operation =>
  operation(
    ['POST', `/api/user/assistants/${action}-conversation-ended-webhook`],
    {
      id: `${action}ConversationEndedWebhook`,
      summary: `${action === 'enable' ? 'Store' : 'Forget'} the webhook of an assistant`,
      description: `The URL is stored, and nothing is sent to it. ${BODY}`,
    },
    { ...written, ...forUser, 200: 'WebhookSwitched', 404: 'WebhookNotFound' },
    body,
  )

const list = (path: string, about: About, ok: ResponseName, ownQuery?: z.ZodType): Operation => ({
  ...operation(['GET', path], about, {
    ...common,
    ...forUser,
    200: ok,
    ...(ownQuery && { 422: 'BodyRefused' }),
  }),
  ...(ownQuery && { ownQuery }),
})

export const chatOperations: readonly Operation[] = [
  operation(
    ['POST', '/api/conversations'],
    {
      id: 'createConversation',
      summary: 'Begin a conversation',
      description: `Needs no token. ${BODY}`,
      isOpen: true,
    },
    { ...written, 200: 'Created', 400: 'StatusRefused', 404: 'StatusNotFound' },
    schemas.NewConversation,
  ),
  operation(
    ['GET', '/api/conversations/{uuid}'],
    {
      id: 'getConversation',
      summary: 'Read a conversation',
      description: 'Needs no token, because the UUID is enough.',
      isOpen: true,
    },
    { ...common, 200: 'History', 404: 'StatusNotFound' },
  ),
  operation(
    ['POST', '/api/conversations/{uuid}/messages'],
    {
      id: 'sendMessage',
      summary: 'Send a message',
      description: `Needs no token: the UUID is enough. ${BODY}`,
      isOpen: true,
    },
    { ...written, 200: 'Answered', 400: 'StatusRefused', 404: 'StatusNotFound' },
    schemas.NewMessage,
  ),
  switchAi('disable'),
  switchAi('enable'),
  generateReply('/api/user/ai/generate-reply', 'generateReply'),
  generateReply('/api/ai/generate-reply', 'generateReplyShort'),
  list(
    '/api/user/me',
    {
      id: 'getProfile',
      summary: 'Read the profile',
      description:
        'Returns the profile of the user. Many clients check their token with this call.',
    },
    'Profiled',
  ),
  list(
    '/api/user/assistants/get',
    {
      id: 'listAssistants',
      summary: 'List assistants',
      description:
        "Lists assistants with all their fields. The token's edition selects the paginator.",
    },
    'AssistantsListed',
    assistantSchemas.AssistantQuery,
  ),
  list(
    '/api/user/assistants',
    {
      id: 'nameAssistants',
      summary: 'List the names of assistants',
      description: 'Lists the id, name and creation time of all assistants.',
    },
    'AssistantsNamed',
  ),
  list(
    '/api/user/assistants/outbound',
    {
      id: 'listOutboundAssistants',
      summary: 'List outbound assistants',
      description: 'Lists outbound assistants with sixteen fields each.',
    },
    'AssistantsOutbound',
  ),
  switchWebhook('enable', schemas.WebhookOn),
  switchWebhook('disable', schemas.WebhookOff),
]
