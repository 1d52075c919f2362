import { expect, test } from 'vitest'
import * as z from 'zod'
import { PartialConversation } from '../../src/dataset/partial-conversation.ts'
import { Conversation } from '../../src/dataset/dataset.ts'

test('has the fields of a conversation and needs none of them', () => {
  expect(Object.keys(PartialConversation.shape)).toEqual(Object.keys(Conversation.shape))
  expect(PartialConversation.parse({})).toEqual({})
})

test('keeps null apart from what is absent', () => {
  const nulls = { variables: null, external_identifier: null, customer_name: null }
  expect(PartialConversation.parse(nulls)).toEqual(nulls)
})

test('holds variables as PHP does', () => {
  const { variables } = PartialConversation.parse({
    variables: { b: 1, a: [9_007_199_254_740_993n] },
  })
  expect(variables).toEqual(
    new Map<string, unknown>(Object.entries({ b: 1, a: [9_007_199_254_740_993n] })),
  )
})

test.each([
  { title: 'an unknown field', row: { customer: 'x' } },
  { title: 'an unknown type', row: { type: 'call' } },
  { title: 'a date that does not exist', row: { created_at: '2025-02-29 00:00:00' } },
  { title: 'null where a conversation has always a value', row: { uuid: null } },
  { title: 'an id that is not positive', row: { id: 0 } },
])('refuses $title', ({ row }) => {
  expect(PartialConversation.safeParse(row).success).toBe(false)
})

test('can be said in JSON Schema, as a component without required fields', () => {
  const schema = z.toJSONSchema(PartialConversation, { io: 'input' })
  expect(schema.$ref).toBe('#/$defs/PartialConversation')
  expect(schema.$defs?.PartialConversation).toMatchObject({
    type: 'object',
    additionalProperties: false,
  })
  expect(schema.$defs?.PartialConversation).not.toHaveProperty('required')
})
