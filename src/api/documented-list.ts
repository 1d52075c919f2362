// The example lists of the brands' documentation with all their oddities: two rows although `total`
// is 68, only three links, and UUIDs with letters that are not hexadecimal.

import { type Edition, type EditionName, editions } from '../editions.ts'
import type { RenderedList } from './list-query.ts'
import { LIST_PATH } from '../editions.ts'

const assistant = {
  assistant_id: 'a1b2c3d4-5678-90ab-cdef-1234567890ab',
  assistant_name: 'Support Assistant',
} as const

const widget = {
  head: { id: '7c9e6679-7425-40de-944b-e07fc1f90ae7', ...assistant, type: 'widget' },
  variables: { user_name: 'Jane Smith', plan: 'premium' },
  tail: {
    message_count: 12,
    total_cost: 0.0045,
    ai_enabled: true,
    created_at: '2025-01-25 14:30:00',
    updated_at: '2025-01-25 14:45:22',
  },
} as const

const whatsapp = {
  head: { id: '8d0f7780-8536-51ef-055c-f18fd2g01bf8', ...assistant, type: 'whatsapp' },
  variables: null,
  tail: {
    message_count: 8,
    total_cost: 0.0032,
    ai_enabled: true,
    created_at: '2025-01-25 10:15:00',
    updated_at: '2025-01-25 10:28:45',
  },
  parties: {
    whatsapp_sender: { name: 'Acme Corp Support', phone: '+14155551234' },
    customer: { name: 'John Doe', phone: '+14155559876' },
  },
} as const

const api = {
  head: { id: '9e1g8891-9647-62fg-166d-g29ge3h12cg9', ...assistant, type: 'api' },
  variables: { lead_id: '12345', source: 'website' },
  identifier: { external_identifier: 'crm-lead-12345' },
  tail: {
    message_count: 5,
    total_cost: 0.0021,
    ai_enabled: true,
    created_at: '2025-01-25 09:00:00',
    updated_at: '2025-01-25 09:15:30',
  },
} as const

/**
 * The documented example, byte for byte: indented by two spaces, bare slashes, URLs at the brand's
 * own origin. No documentation has a page of the edition with both paginators. It is composed of
 * the rows and cursors of the cursor example.
 */
export function documentedList(name: EditionName, paginator: 'page' | 'cursor'): RenderedList {
  const path = `${editions[name].origin}${LIST_PATH}`
  const list =
    paginator === 'cursor' ? documentedCursorPage(path) : documentedPage(path, editions[name])
  return { body: JSON.stringify(list, null, 2), rows: list.data.length }
}

const cursors = {
  next_cursor: 'eyJpZCI6MTAwLCJfcG9pbnRzVG9OZXh0SXRlbXMiOnRydWV9',
  prev_cursor: null,
} as const

const fullWidget = { ...widget.head, variables: widget.variables, ...widget.tail }
const fullWhatsapp = {
  ...whatsapp.head,
  variables: whatsapp.variables,
  ...whatsapp.tail,
  ...whatsapp.parties,
}
const fullApi = { ...api.head, variables: api.variables, ...api.identifier, ...api.tail }

function documentedPage(path: string, { item, paginator }: Edition) {
  const url = (page: number): string => `${path}?page=${page}`
  return {
    current_page: 1,
    data:
      item === 'full'
        ? [fullWidget, fullWhatsapp]
        : [
            { ...widget.head, ...widget.tail },
            { ...whatsapp.head, ...whatsapp.tail },
          ],
    first_page_url: url(1),
    from: 1,
    last_page: 5,
    last_page_url: url(5),
    links: [
      { url: null, label: '&laquo; Previous', active: false },
      { url: url(1), label: '1', active: true },
      { url: url(2), label: '2', active: false },
    ],
    next_page_url: url(2),
    path,
    per_page: 15,
    prev_page_url: null,
    to: 15,
    total: 68,
    ...(paginator === 'either' && cursors),
  }
}

function documentedCursorPage(path: string) {
  return {
    data: [fullWidget, fullWhatsapp, fullApi],
    path,
    per_page: 15,
    ...cursors,
  }
}
