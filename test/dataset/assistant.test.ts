import { expect, test } from 'vitest'
import { assistantSchemas, completeAssistant } from '../../src/dataset/assistant.ts'

test('an assistant is completed as the schema completes it, with the fields in the same order', () => {
  const named = { id: 7, uuid: 'u', user_id: 2, name: 'Ada' }
  const parsed = assistantSchemas().Assistant.parse(named)
  expect(Object.entries(completeAssistant(named))).toEqual(Object.entries(parsed))
})
