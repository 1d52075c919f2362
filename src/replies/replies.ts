// The replies of assistants: the scripted replies of each user, and a default reply.

import type { Message } from '../dataset/message.ts'
import { encodeJson, type PhpValue } from '../php/json.ts'
import type { Chat } from '../store/chats.ts'
import type { Store } from '../store/open-store.ts'
import type { ReplyCondition, ScriptedReply, ShownReplies } from './schemas.ts'

export type Replies = ReturnType<typeof createReplies>

/** The replies of a user, and their length as JSON. */
type Given = { readonly replies: readonly ScriptedReply[]; readonly bytes: number }

/** A message to an assistant. */
type Question = {
  readonly chat: Chat
  readonly message: string
  /** The number of the message among the user's messages in the conversation, counted from 1. */
  readonly nth: () => number
}

const MESSAGE = '{message}'
const echo: ScriptedReply = { when: {}, reply: `You said: ${MESSAGE}`, function_calls: null }

export function createReplies({ store }: { store: Pick<Store, 'chats'> }) {
  const scripted = new Map<number, Given>()

  const countMessages = (chat: Chat): number =>
    store.chats.history(chat).filter(({ role }) => role === 'user').length

  function clear(userId?: number): void {
    if (userId === undefined) scripted.clear()
    else scripted.delete(userId)
  }

  return {
    /** Replaces the replies of a user. */
    set(userId: number, given: Given): void {
      if (given.replies.length === 0) scripted.delete(userId)
      else scripted.set(userId, given)
    },

    /** The bytes of the replies of all users. */
    bytes: (): number => [...scripted.values()].reduce((sum, { bytes }) => sum + bytes, 0),

    list: (userId: number): ShownReplies['replies'] =>
      (scripted.get(userId)?.replies ?? []).map(toShown),

    /** The ids of the users with scripted replies. */
    users: (): number[] => [...scripted.keys()],

    /** Forgets the replies of one user; undefined means all replies. */
    clear,

    /** Forgets the replies of a deleted user. */
    forget: (userId: number): void => clear(userId),

    /** The first scripted reply that matches the message, otherwise the default reply. */
    answer(chat: Chat, message: string): Pick<Message, 'content' | 'function_calls'> {
      let count: number | undefined
      const nth = (): number => (count ??= countMessages(chat) + 1)
      const question = { chat, message, nth }
      const own = scripted.get(chat.userId)?.replies.find(({ when }) => fits(when, question))
      const { reply, function_calls } = own ?? echo
      return {
        content: reply.replace(MESSAGE, () => message),
        function_calls: orNone(function_calls),
      }
    },
  }
}

/** Tests cheap conditions first, because the last one reads the history. */
const fits = ({ contains, assistant_id, nth }: ReplyCondition, question: Question): boolean =>
  (contains === undefined || question.message.includes(contains)) &&
  (assistant_id === undefined || isMeant(assistant_id, question.chat)) &&
  (nth === undefined || nth === question.nth())

const isMeant = (given: number | string, { assistant: { id, uuid } }: Chat): boolean =>
  given === id || given === uuid

/** An empty list of calls becomes null, because a message without calls has no such field. */
const orNone = (calls: PhpValue): PhpValue =>
  Array.isArray(calls) && calls.length === 0 ? null : calls

/** Converts the calls, because JSON.stringify() cannot write PHP values. */
const toShown = ({ function_calls, ...given }: ScriptedReply): ShownReplies['replies'][number] => ({
  ...given,
  function_calls: Array.isArray(function_calls) ? JSON.parse(encodeJson(function_calls)) : null,
})
