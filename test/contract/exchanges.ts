// Sample answers: some fulfil the contract, others break it.

import type { Exchange } from './check.ts'

const path = '/api/user/conversations'
const html = '<!DOCTYPE html>\n'

const base = { 'Cache-Control': 'no-cache, private', 'Content-Type': 'application/json' }
export const api = { ...base, 'Access-Control-Allow-Origin': '*' }
const page = { ...api, 'Content-Type': 'text/html; charset=UTF-8' }
const limited = { ...api, 'X-RateLimit-Limit': '60', 'X-RateLimit-Remaining': '59' }
const refused = {
  ...limited,
  'X-RateLimit-Remaining': '0',
  'Retry-After': '60',
  'X-RateLimit-Reset': '1737815460',
}
const preflight = {
  ...page,
  Vary: 'Access-Control-Request-Method, Access-Control-Request-Headers',
  'Access-Control-Allow-Methods': 'GET',
  'Access-Control-Allow-Headers': '',
  'Access-Control-Max-Age': '0',
}

export const basic = {
  id: '8d0f7780-8536-51ef-055c-f18fd2g01bf8',
  assistant_id: 'a1b2c3d4-5678-90ab-cdef-1234567890ab',
  assistant_name: 'Support Assistant',
  type: 'whatsapp',
  message_count: 8,
  total_cost: 0.0032,
  ai_enabled: true,
  created_at: '2025-01-25 10:15:00',
  updated_at: '2025-01-25 10:28:45',
}
const party = { name: null, phone: '+14155559876' }
export const whatsapp = { ...basic, variables: null, whatsapp_sender: party, customer: party }
export const widget = { ...basic, type: 'widget', variables: [] }
const fromApi = {
  ...basic,
  type: 'api',
  variables: { lead_id: '12345' },
  external_identifier: 'crm-lead-12345',
}

const link = { url: null, label: '...', active: false }
export const pageList = {
  current_page: 1,
  data: [basic],
  first_page_url: `${path}?page=1`,
  from: 1,
  last_page: 1,
  last_page_url: `${path}?page=1`,
  links: [link, link, link],
  next_page_url: null,
  path,
  per_page: 15,
  prev_page_url: null,
  to: 1,
  total: 1,
}
export const shortList = {
  data: [widget, whatsapp, fromApi],
  path,
  per_page: 15,
  next_cursor: 'eyJpZCI6MTAwfQ',
  prev_cursor: null,
}
export const cursorList = {
  ...shortList,
  next_page_url: `${path}?cursor=eyJpZCI6MTAwfQ`,
  prev_page_url: null,
}
export const combinedList = {
  ...pageList,
  data: [widget, whatsapp, fromApi],
  next_cursor: 'eyJpZCI6MTAwfQ',
  prev_cursor: null,
}
const invalid = {
  message: 'The selected type is invalid.',
  errors: { type: ['The selected type is invalid.'] },
}

export const listed = (body: object, headers: Record<string, string> = api): Exchange => ({
  method: 'GET',
  path: `${path}?per_page=15`,
  status: 200,
  headers,
  body: JSON.stringify(body),
})
const failed = (
  status: number,
  headers: Record<string, string> = api,
  body: object = { message: 'No.' },
): Exchange => ({
  ...listed(body, headers),
  status,
})

/** Answers that the mock may give. */
export const answers: Record<string, Exchange> = {
  'a page': listed(pageList),
  'a page behind a limit': listed(pageList, limited),
  'a page with cursors': listed(combinedList),
  'an empty page with cursors': listed({
    ...combinedList,
    data: [],
    from: null,
    to: null,
    next_cursor: null,
  }),
  'an empty page': listed({ ...pageList, data: [], from: null, to: null }),
  'a page of Laravel 12': listed({
    ...pageList,
    links: [{ ...link, page: null }, { ...link, label: '1', page: 1 }, link],
  }),
  'a page further than 64 bits count': listed({
    ...pageList,
    current_page: 2 ** 63,
    from: 9.223372036854776e20,
    to: 9.223372036854776e20,
  }),
  'seven cursor keys': listed(cursorList),
  'five cursor keys': listed(shortList),
  'no cursor left': listed({ ...shortList, data: [], next_cursor: null }),
  'variables {}': listed({ ...shortList, data: [{ ...widget, variables: {} }] }),
  'an api row without identifier': listed({ ...shortList, data: [{ ...widget, type: 'api' }] }),
  'the path with slashes and escapes': { ...listed(pageList), path: '/api/user/conversation%73//' },
  'an absolute target': { ...listed(pageList), path: `http://localhost:4080${path}?page=1` },
  'a POST that is treated like GET': { ...listed(pageList), method: 'POST' },
  HEAD: { ...listed(pageList), method: 'HEAD', body: '' },
  'HEAD of an error': { ...failed(422), method: 'HEAD', body: '' },
  '401': failed(401),
  '422': failed(422, limited, invalid),
  '429': failed(429, refused),
  '429 as HTML': { ...failed(429, { ...refused, 'Content-Type': 'text/html' }), body: html },
  '400': failed(400, base),
  '413': failed(413),
  '500': failed(500),
  '500 as HTML': { ...failed(500, page), body: html },
  '302': {
    ...failed(302, {
      ...page,
      'Content-Type': 'text/html; charset=utf-8',
      location: 'http://localhost/login',
    }),
    body: html,
  },
  '405': { ...failed(405, { ...api, Allow: 'GET, HEAD' }), method: 'DELETE' },
  '405 as HTML, name in lower case': {
    ...failed(405, { ...page, allow: 'GET, HEAD' }),
    method: 'POST',
    body: html,
  },
  '404': { ...failed(404), path: '/api/nope' },
  '404 as HTML outside the API': {
    ...failed(404, { ...base, 'Content-Type': 'text/html; charset=UTF-8' }),
    path: '/',
    body: html,
  },
  '404 for a method that /livez has not': { ...failed(404, base), path: '/livez', method: 'POST' },
  'a preflight': { method: 'OPTIONS', path, status: 204, headers: preflight, body: '' },
  'a preflight on an unknown path': {
    method: 'OPTIONS',
    path: '/api/nope',
    status: 204,
    headers: preflight,
    body: '',
  },
  OPTIONS: {
    method: 'OPTIONS',
    path,
    status: 200,
    headers: { ...page, Allow: 'GET,HEAD', Vary: 'Access-Control-Request-Method' },
    body: '',
  },
  'an unknown body': { ...listed(pageList), body: undefined },
  "the connection's own headers": listed(pageList, {
    ...api,
    Date: 'x',
    Connection: 'close',
    'Keep-Alive': 'x',
    'Content-Length': '1',
  }),
}

/** Answers that each break the contract in one way. */
export const violations: Record<string, Exchange> = {
  'an undocumented status': failed(418),
  '404 on the path itself': failed(404),
  '405 to GET': failed(405, { ...api, Allow: 'GET, HEAD' }),
  '200 on an unknown path': { ...listed(pageList), path: '/api/nope' },
  '200 to DELETE': { ...listed(pageList), method: 'DELETE' },
  '204 to GET': { ...failed(204, preflight), path: '/api/nope', body: '' },
  'a preflight outside the API': {
    method: 'OPTIONS',
    path: '/nope',
    status: 204,
    headers: preflight,
    body: '',
  },
  'an undocumented header': listed(pageList, { ...api, 'X-Powered-By': 'PHP' }),
  'a header of another status': listed(pageList, { ...api, 'Retry-After': '60' }),
  'no Cache-Control': listed(pageList, { 'Content-Type': 'application/json' }),
  'another Cache-Control': listed(pageList, { ...api, 'Cache-Control': 'no-store' }),
  '429 without Retry-After': failed(429, limited),
  'Retry-After that is no number': failed(429, { ...refused, 'Retry-After': 'soon' }),
  'Retry-After beyond the window': failed(429, { ...refused, 'Retry-After': '61' }),
  '302 without Location': { ...failed(302, page), body: html },
  '405 without Allow': { ...failed(405), method: 'DELETE' },
  'no Content-Type': listed(pageList, { 'Cache-Control': 'no-cache, private' }),
  'another Content-Type': listed(pageList, { ...api, 'Content-Type': 'application/problem+json' }),
  '401 as HTML': { ...failed(401, page), body: html },
  'a body that is not JSON': { ...listed(pageList), body: '{' },
  'HEAD with a body': { ...listed(pageList), method: 'HEAD' },
  'a preflight with a body': {
    method: 'OPTIONS',
    path,
    status: 204,
    headers: preflight,
    body: 'x',
  },
  'an error without message': failed(401, api, {}),
  'an error with more than a message': failed(401, api, { message: 'No.', error: 'No.' }),
  '422 without errors': failed(422),
  '422 for nothing': failed(422, api, { ...invalid, errors: {} }),
  '422 for a field without rules': failed(422, api, { ...invalid, errors: { page: ['No.'] } }),
  '422 with a bare message': failed(422, api, { ...invalid, errors: { type: 'No.' } }),
  'an unknown key in a page': listed({ ...pageList, links_count: 3 }),
  'total as text': listed({ ...pageList, total: '1' }),
  'a fractional page': listed({ ...pageList, current_page: 1.5 }),
  'page 0': listed({ ...pageList, current_page: 0 }),
  '101 per page': listed({ ...pageList, per_page: 101 }),
  'a link without label': listed({
    ...pageList,
    links: [link, link, { url: null, active: false }],
  }),
  'full items in a page without cursors': listed({
    ...pageList,
    data: [widget, whatsapp, fromApi],
  }),
  'basic items in a page with cursors': listed({ ...combinedList, data: [basic] }),
  'a page with one cursor key': listed({ ...combinedList, prev_cursor: undefined }),
  'basic and full items in one page': listed({ ...pageList, data: [basic, whatsapp] }),
  'basic items in a cursor page': listed({ ...shortList, data: [basic] }),
  'six cursor keys': listed({ ...shortList, next_page_url: null }),
  'a cursor that is not base64url': listed({ ...shortList, next_cursor: 'a+b=' }),
  'an unknown type': listed({ ...pageList, data: [{ ...basic, type: 'phone' }] }),
  'a date with a T': listed({
    ...pageList,
    data: [{ ...basic, created_at: '2025-01-25T10:15:00Z' }],
  }),
  'variables as text': listed({ ...shortList, data: [{ ...widget, variables: '{}' }] }),
  'an identifier on a widget row': listed({
    ...shortList,
    data: [{ ...widget, external_identifier: 'x' }],
  }),
  'parties on a widget row': listed({ ...shortList, data: [{ ...whatsapp, type: 'widget' }] }),
  'a WhatsApp row without customer': listed({
    ...shortList,
    data: [{ ...whatsapp, customer: undefined }],
  }),
  'a party without phone': listed({
    ...shortList,
    data: [{ ...whatsapp, customer: { name: null } }],
  }),
}
