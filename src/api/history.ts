// Renders the messages of a conversation.

import type { Message } from '../dataset/message.ts'
import type { PhpValue } from '../php/json.ts'

export const toHistory = (messages: readonly Message[]): PhpValue =>
  messages.map(
    ({ role, content, function_calls }) =>
      new Map<string, PhpValue>([
        ['role', role],
        ['content', content],
        ...(function_calls === null
          ? []
          : [['function_calls', function_calls] satisfies [string, PhpValue]]),
      ]),
  )
