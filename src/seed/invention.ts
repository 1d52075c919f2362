// Invents uuids of new conversations, and messages that were exchanged before the start.

import type { Conversation } from '../dataset/dataset.ts'
import type { Message } from '../dataset/message.ts'
import { createRandom, type Random } from '../random/random.ts'

export type Invention = ReturnType<typeof createInvention>

/** Equal seeds and arguments give equal results. */
export function createInvention(seed: number) {
  return {
    /**
     * Uuids of one user begin with a number that counts conversations, much as those of Laravel's
     * `Str::orderedUuid` begin with the time. New rows are then neighbours in an index.
     */
    inventUuids(userId: number, conversationId: number): () => string {
      const ofUser = seed + (userId % 2 ** 21) * 2 ** 32
      // Each user and conversation has its own stream. The generator uses no negative numbers.
      const streamOf = (id: number) => createRandom(ofUser, -1 - (id % 2 ** 31))
      const { uuid } = streamOf(conversationId)
      const count = (streamOf(0).below(2 ** 31) + conversationId) % 2 ** 32
      const start = count.toString(16).padStart(8, '0')
      return () => start + uuid().slice(start.length)
    },

    inventMessages(conversation: Conversation, count: number): Message[] {
      const random = createRandom(seed, hash(conversation.uuid))
      const draw = createLines(random)
      return Array.from({ length: count }, (_, index) => ({
        role: index % 2 === 0 ? 'assistant' : 'user',
        content: draw(index),
        function_calls: null,
      }))
    },
  }
}

/** The FNV-1a hash as a signed 32-bit integer. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++)
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value
}

const greetings = [
  'Hello! How can I help you today?',
  'Hi there! What can I do for you?',
  'Welcome! How may I help?',
  'Good day! What brings you here?',
]

/** Pairs of a customer's sentence and the assistant's answer. */
const exchanges = [
  ['Where is my order?', 'Let me check. It left our warehouse and should reach you soon.'],
  ['Can I change my delivery address?', 'Yes, as long as the parcel has not been sent.'],
  ['How much is shipping?', 'Shipping is free for orders above $50.'],
  ['I would like to return something.', 'No problem. You have 30 days to send it back.'],
  ['Do you have this in another color?', 'It comes in black, white and blue.'],
  ['What are your opening hours?', 'We are here from Monday to Friday, 9 am to 6 pm.'],
  ['I need a copy of my invoice.', 'I have sent it to your email address.'],
  ['Could I book an appointment?', 'Of course. Would Thursday at 10 am suit you?'],
  ['Which plan fits a small team?', 'Most small teams are happy with the starter plan.'],
  ['How do I reset my password?', 'Choose "Forgot password" on the login page.'],
  ['Is there a warranty?', 'Yes, for two years from the day of purchase.'],
  ['Can I talk to a person?', 'Sure. A colleague will call you back today.'],
  ['Do you ship abroad?', 'We ship to most countries. Which one do you have in mind?'],
  ['My discount code does not work.', 'Please try it again in capital letters.'],
  ['How can I cancel?', 'You can cancel at any time in your account settings.'],
  ['Thank you, that helps.', 'You are welcome! Is there anything else?'],
] as const

/** Returns a function that gives the text of the message with an index. */
function createLines({ below, pick }: Random) {
  const first = below(exchanges.length)
  const greeting = pick(greetings)

  return function draw(index: number): string {
    if (index === 0) return greeting
    const [question, answer] =
      exchanges[(first + 7 * Math.ceil(index / 2)) % exchanges.length] ?? exchanges[0]
    return index % 2 === 1 ? question : answer
  }
}
