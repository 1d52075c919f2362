import { expect, test } from 'vitest'
import * as z from 'zod'
import { ConversationDraft } from '../../src/dataset/draft.ts'
import { Conversation } from '../../src/dataset/dataset.ts'

test('has the fields of a conversation and needs none of them', () => {
  expect(Object.keys(ConversationDraft.shape)).toEqual(Object.keys(Conversation.shape))
  expect(ConversationDraft.parse({})).toEqual({})
})

test('keeps null apart from what is absent', () => {
  const nulls = { variables: null, external_identifier: null, customer_name: null }
  expect(ConversationDraft.parse(nulls)).toEqual(nulls)
})

test('holds variables as PHP does', () => {
  const { variables } = ConversationDraft.parse({
    variables: { b: 1, a: [9_007_199_254_740_993n] },
  })
  expect(variables).toEqual(
    new Map<string, unknown>(Object.entries({ b: 1, a: [9_007_199_254_740_993n] })),
  )
})

test.each([
  { title: 'an unknown field', draft: { customer: 'x' } },
  { title: 'an unknown type', draft: { type: 'call' } },
  { title: 'a date that does not exist', draft: { created_at: '2025-02-29 00:00:00' } },
  { title: 'null where a conversation has always a value', draft: { uuid: null } },
  { title: 'an id that is not positive', draft: { id: 0 } },
])('refuses $title', ({ draft }) => {
  expect(ConversationDraft.safeParse(draft).success).toBe(false)
})

test('can be said in JSON Schema, as a component without required fields', () => {
  const schema = z.toJSONSchema(ConversationDraft, { io: 'input' })
  expect(schema.$ref).toBe('#/$defs/ConversationDraft')
  expect(schema.$defs?.ConversationDraft).toMatchObject({
    type: 'object',
    additionalProperties: false,
  })
  expect(schema.$defs?.ConversationDraft).not.toHaveProperty('required')
})
