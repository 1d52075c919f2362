// The zod schemas of scripted replies in the admin API.

import * as z from 'zod'
import { phpField } from '../dataset/php-field.ts'

const MAX_REPLIES = 1000
const MAX_TEXT = 10_000
const MAX_NTH = 1_000_000

const when = z
  .strictObject({
    contains: z
      .string()
      .min(1)
      .max(MAX_TEXT)
      .describe('A text that the message of the user must contain. The text is case-sensitive.'),
    assistant_id: z
      .union([z.int().positive(), z.string().min(1).max(255)], {
        error: 'must be the id or the uuid of an assistant',
      })
      .describe('The assistant that answers, by id or uuid.'),
    nth: z
      .int()
      .min(1)
      .max(MAX_NTH)
      .describe('Only the n-th message of the user in its conversation, counted from 1.'),
  })
  .partial()
  .meta({
    id: 'ReplyCondition',
    description:
      'The conditions of a reply. A message must meet all given conditions. {} matches every ' +
      'message.',
  })
export type ReplyCondition = z.infer<typeof when>

const reply = z
  .string()
  .max(MAX_TEXT)
  .describe('The text of the reply. The message of the user replaces the first `{message}`.')

export const NewReply = z
  .strictObject({
    when: when.default({}),
    reply,
    function_calls: phpField().refine((value) => value === null || Array.isArray(value), {
      error: 'must be a list of calls',
    }),
  })
  .meta({
    id: 'NewReply',
    description: 'The reply of an assistant, and the messages that get this reply.',
    examples: [
      { when: { contains: 'price' }, reply: 'It is 10 euros.' },
      { when: { nth: 1 }, reply: 'Hello! You said: {message}' },
      { reply: 'Done.', function_calls: [{ name: 'book', arguments: { day: 'Monday' } }] },
    ],
  })
export type ScriptedReply = z.infer<typeof NewReply>

const list = z.array(NewReply).max(MAX_REPLIES)

const ReplyList = z.strictObject({ replies: list })

/** A bare list, or an object as GET returns it. */
export const NewReplies = z.union([list, ReplyList]).meta({
  id: 'NewReplies',
  description: 'A list of replies. The assistant sends the first reply that matches.',
})

export const memberFor = (body: unknown): typeof list | typeof ReplyList =>
  Array.isArray(body) ? list : ReplyList

export const ShownReplies = z
  .strictObject({
    replies: z.array(
      z.strictObject({
        when,
        reply,
        function_calls: z
          .array(z.unknown())
          .nullable()
          .describe('The function calls of the reply. Null means no function calls.'),
      }),
    ),
  })
  .meta({
    id: 'Replies',
    description: 'The replies of a user, in the order in which the mock tries them.',
  })
export type ShownReplies = z.infer<typeof ShownReplies>
