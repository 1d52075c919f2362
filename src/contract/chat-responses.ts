// The responses of calls other than the list, by the names of their components.

import { assistantExamples } from './assistant-examples.ts'
import * as assistantSchemas from './assistant-schemas.ts'
import * as schemas from './chat-schemas.ts'
import { errorExamples, htmlExamples } from './examples.ts'
import { limited, retried, json, withExamples, jsonOrPage } from './response-shapes.ts'

const history = [{ role: 'assistant', content: 'Hello John! How can I help you today?' }]
const conversation_id = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
const refused = (error: string) => ({ status: false, error })

export const chatResponses = {
  Created: json('The conversation has begun.', schemas.CreatedConversation, {
    status: true,
    conversation_id,
    history,
  }),
  History: json('The messages so far.', schemas.ConversationHistory, { status: true, history }),
  Answered: json('The answer of the assistant.', schemas.AnsweredMessage, {
    status: true,
    message: 'You said: Hello',
    function_calls: [],
  }),
  AiSwitched: json('Whether the assistant answers from now on.', schemas.SwitchedAi, {
    status: true,
    ai_enabled: false,
  }),
  Replied: json('The answer of the assistant.', schemas.GeneratedReply, {
    success: true,
    conversation_id,
    customer_identifier: '+14155551234',
    reply: 'You said: Hi',
    function_calls: [],
    ai_disabled: false,
  }),
  Profiled: json('The user of the token.', schemas.Profile, {
    name: 'Demo User',
    email: 'demo@example.com',
    total_balance: 100,
  }),
  AssistantsListed: withExamples(
    'A page of assistants, by id.',
    assistantSchemas.Assistants,
    assistantExamples.listed,
  ),
  AssistantsNamed: withExamples(
    'All assistants, by id.',
    assistantSchemas.AssistantNames,
    assistantExamples.named,
  ),
  AssistantsOutbound: withExamples(
    'All outbound assistants, by id.',
    assistantSchemas.OutboundAssistants,
    assistantExamples.outbound,
  ),
  WebhookSwitched: json('The webhook is stored. Nothing is sent to it.', schemas.SwitchedWebhook, {
    message: 'Conversation ended webhook enabled successfully',
    data: [],
  }),
  StatusRefused: jsonOrPage({
    description:
      'The balance is used up, the message cannot be processed, or the Host header is invalid.',
    schema: schemas.StatusRefusal,
    examples: {
      balance: ['Nothing is left', refused('Insufficient balance. Please top up your account.')],
      processing: ['The assistant fails', refused('Failed to process message: Connection timeout')],
    },
    page: htmlExamples.badRequest,
  }),
  StatusNotFound: jsonOrPage({
    description: 'No conversation has this UUID, or the conversation belongs to another user.',
    schema: schemas.StatusRefusal,
    examples: {
      conversation: ['No conversation', refused('Conversation not found')],
      assistant: ['No assistant to begin with', refused('Assistant not found')],
    },
    page: htmlExamples.notFound,
  }),
  ReplyUnpaid: json('The balance is used up.', schemas.ReplyRefusal, {
    success: false,
    error: 'Insufficient balance. Please top up your account.',
    error_code: 'INSUFFICIENT_BALANCE',
  }),
  ReplyFailed: jsonOrPage({
    description:
      'The Host header is invalid, or the message cannot be processed. Only a fault causes ' +
      'the latter.',
    schema: schemas.ReplyRefusal,
    examples: {
      processing: [
        'The assistant fails',
        {
          success: false,
          error: 'Failed to process message: Connection timeout',
          error_code: 'PROCESSING_FAILED',
        },
      ],
    },
    page: htmlExamples.badRequest,
  }),
  ReplyNotFound: jsonOrPage({
    description: 'The user has no such assistant.',
    schema: schemas.ReplyRefusal,
    examples: {
      assistant: [
        'No assistant',
        {
          success: false,
          error: 'Assistant not found or does not belong to you',
          error_code: 'ASSISTANT_NOT_FOUND',
        },
      ],
    },
    page: htmlExamples.notFound,
  }),
  ReplyLimited: jsonOrPage({
    description: 'The limit of replies or of requests in this minute is used up.',
    headers: retried,
    schema: schemas.ReplyLimitRefusal,
    examples: {
      replies: ['Five replies a minute', { message: 'Too Many Attempts.', retry_after: 55 }],
    },
    page: htmlExamples.tooManyAttempts,
  }),
  AutomateRefused: json('No token, or not a good one.', schemas.AutomateRefusal, {
    error: 'Unauthorized',
  }),
  WebhookNotFound: jsonOrPage({
    description: 'The user has no such assistant.',
    schema: schemas.StatusRefusal,
    examples: { assistant: ['No assistant', { message: 'Assistant not found' }] },
    page: htmlExamples.notFound,
  }),
  BodyRefused: {
    description:
      'Some fields are invalid. The body has all messages, with the fields in the order of ' +
      'the rules.',
    headers: limited,
    content: {
      'application/json': {
        schema: schemas.BodyError,
        examples: { field: errorExamples.oneError },
      },
    },
  },
  Busy: jsonOrPage({
    description:
      'Another process writes to the file of the mock, or the mock is read-only. A ' +
      'preference or a fault can also cause this answer.',
    headers: retried,
    schema: schemas.StatusRefusal,
    examples: { busy: ['Try again', { message: 'Service Unavailable' }] },
    page: htmlExamples.unavailable,
  }),
}
