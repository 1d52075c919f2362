import { describe, expect, test } from 'vitest'
import { documentedList } from '../../src/api/documented-list.ts'
import { renderConversation } from '../../src/api/conversation-resource.ts'
import { editionNames, editions } from '../../src/editions.ts'
import { loadFixture } from '../../src/seed/load-fixture.ts'

test('prints the page that the page generation documents', () => {
  expect(documentedList('nicecall', 'page')).toEqual({
    rows: 2,
    body: `{
  "current_page": 1,
  "data": [
    {
      "id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
      "assistant_id": "a1b2c3d4-5678-90ab-cdef-1234567890ab",
      "assistant_name": "Support Assistant",
      "type": "widget",
      "message_count": 12,
      "total_cost": 0.0045,
      "ai_enabled": true,
      "created_at": "2025-01-25 14:30:00",
      "updated_at": "2025-01-25 14:45:22"
    },
    {
      "id": "8d0f7780-8536-51ef-055c-f18fd2g01bf8",
      "assistant_id": "a1b2c3d4-5678-90ab-cdef-1234567890ab",
      "assistant_name": "Support Assistant",
      "type": "whatsapp",
      "message_count": 8,
      "total_cost": 0.0032,
      "ai_enabled": true,
      "created_at": "2025-01-25 10:15:00",
      "updated_at": "2025-01-25 10:28:45"
    }
  ],
  "first_page_url": "https://app.nicecall.ai/api/user/conversations?page=1",
  "from": 1,
  "last_page": 5,
  "last_page_url": "https://app.nicecall.ai/api/user/conversations?page=5",
  "links": [
    {
      "url": null,
      "label": "&laquo; Previous",
      "active": false
    },
    {
      "url": "https://app.nicecall.ai/api/user/conversations?page=1",
      "label": "1",
      "active": true
    },
    {
      "url": "https://app.nicecall.ai/api/user/conversations?page=2",
      "label": "2",
      "active": false
    }
  ],
  "next_page_url": "https://app.nicecall.ai/api/user/conversations?page=2",
  "path": "https://app.nicecall.ai/api/user/conversations",
  "per_page": 15,
  "prev_page_url": null,
  "to": 15,
  "total": 68
}`,
  })
})

test('prints the five keys that the cursor generation documents', () => {
  const { body, rows } = documentedList('autocalls', 'cursor')
  expect(rows).toBe(3)
  expect(body.replace(/"data": \[.*\n {2}\]/s, '"data": []')).toBe(`{
  "data": [],
  "path": "https://app.autocalls.ai/api/user/conversations",
  "per_page": 15,
  "next_cursor": "eyJpZCI6MTAwLCJfcG9pbnRzVG9OZXh0SXRlbXMiOnRydWV9",
  "prev_cursor": null
}`)
})

/** The rows as JSON in one line. Keys keep their order. */
const compact = (body: string): string => JSON.stringify(JSON.parse(body).data)

describe('the rows are those of the fixture `documented`', () => {
  const { assistants, conversations } = loadFixture('documented')
  const texts = conversations
    .toReversed()
    .flatMap((row) => assistants.slice(0, 1).map((assistant) => renderConversation(row, assistant)))

  test('by cursor', () => {
    expect(compact(documentedList('autocalls', 'cursor').body)).toBe(
      `[${texts.map(({ full }) => full).join(',')}]`,
    )
  })

  test('by page', () => {
    const two = texts.slice(0, 2).map(({ basic }) => basic)
    expect(compact(documentedList('aiployees', 'page').body)).toBe(`[${two.join(',')}]`)
  })
})

test.each(editionNames)('%s names the origin of its brand', (name) => {
  for (const paginator of ['page', 'cursor'] as const) {
    expect(JSON.parse(documentedList(name, paginator).body).path).toBe(
      `${editions[name].origin}/api/user/conversations`,
    )
  }
})
