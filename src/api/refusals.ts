// The refusals that several endpoints share, and the price of a message.

import { jsonAnswer } from '../laravel/json-answer.ts'

/** Dollars for each answered message. A user needs this balance to begin a conversation. */
export const PRICE = 0.01

const INSUFFICIENT = 'Insufficient balance. Please top up your account.'

export const insufficientBalance = jsonAnswer(400, { status: false, error: INSUFFICIENT })

export const insufficientForReply = jsonAnswer(402, {
  success: false,
  error: INSUFFICIENT,
  error_code: 'INSUFFICIENT_BALANCE',
})

export const conversationNotFound = jsonAnswer(404, {
  status: false,
  error: 'Conversation not found',
})
