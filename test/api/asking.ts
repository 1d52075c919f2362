// Starts mocks with six conversations of one user, and requests lists from them.

import * as z from 'zod'
import {
  type DatasetInput,
  type Mock,
  type Options,
  startMock,
  type StartedMock,
} from '../../src/index.ts'
import { atFileEnd } from '../file-end.ts'

type ConversationInput = DatasetInput['conversations'][number]

const common = {
  message_count: 1,
  total_cost: 0.5,
  ai_enabled: true,
  updated_at: '2025-02-01 00:00:00',
}

const conversations: ConversationInput[] = [
  {
    ...common,
    id: 1,
    uuid: 'c1',
    assistant_id: 7,
    type: 'test',
    created_at: '2025-01-03 23:59:59',
  },
  {
    ...common,
    id: 2,
    uuid: 'c2',
    assistant_id: 8,
    type: 'widget',
    created_at: '2025-01-04 00:00:00',
  },
  {
    ...common,
    id: 3,
    uuid: 'c3',
    assistant_id: 7,
    type: 'whatsapp',
    customer_phone: '+1',
    whatsapp_sender_phone: '+9',
    created_at: '2025-01-05 12:00:00',
  },
  {
    ...common,
    id: 4,
    uuid: 'c4',
    assistant_id: 8,
    type: 'whatsapp',
    customer_phone: '+2',
    whatsapp_sender_phone: '+8',
    created_at: '2025-01-05 23:59:59',
  },
  {
    ...common,
    id: 5,
    uuid: 'c5',
    assistant_id: 7,
    type: 'api',
    external_identifier: 'crm-1',
    created_at: '2025-01-01 00:00:00',
  },
  {
    ...common,
    id: 6,
    uuid: 'c6',
    assistant_id: 8,
    type: 'api',
    external_identifier: 'crm-2',
    created_at: '2025-01-06 00:00:00',
  },
  {
    ...common,
    id: 7,
    uuid: 'of-another-user',
    assistant_id: 9,
    type: 'api',
    created_at: '2025-01-05 00:00:00',
  },
]

const dataset: DatasetInput = {
  users: [{ id: 1 }, { id: 2 }],
  tokens: [
    { id: 1, user_id: 1, plain: 'nicecall', edition: 'nicecall' },
    { id: 2, user_id: 1, plain: 'aiployees', edition: 'aiployees' },
    { id: 3, user_id: 1, plain: 'autocalls', edition: 'autocalls' },
    { id: 4, user_id: 1, plain: 'combined', edition: 'combined' },
    { id: 5, user_id: 1, plain: 'any' },
    { id: 6, user_id: 2, plain: 'another' },
    { id: 7, user_id: 1, plain: 'expiring', expires_at: '2025-01-31 12:00:00' },
  ],
  assistants: [
    { id: 7, uuid: 'a7', user_id: 1, name: 'Seven' },
    { id: 8, uuid: 'a8', user_id: 1, name: 'Eight' },
    { id: 9, uuid: 'a9', user_id: 2, name: 'Nine' },
  ],
  conversations,
}

/** Starts a mock that is closed after all tests of the file. */
export function start(options: Options = {}): Promise<StartedMock> {
  const mock = startMock({ dataset, ...options })
  atFileEnd(async () => (await mock).close())
  return mock
}

const List = z.looseObject({ data: z.array(z.looseObject({ id: z.string() })), path: z.string() })
export type List = z.infer<typeof List>

export const PATH = '/api/user/conversations'

export type Asked = {
  readonly key?: string
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string>
}

/** Sends a request with a token, by default that of the edition `combined`. */
export function ask(
  { url }: Mock,
  query: string,
  { key = 'combined', method = 'GET', path = PATH, headers = {} }: Asked = {},
): Promise<Response> {
  return fetch(`${url}${path}?${query}`, {
    method,
    redirect: 'manual',
    headers: { Authorization: `Bearer ${key}`, ...headers },
  })
}

/** Requests a list and returns its parsed body. */
export async function list(mock: Mock, query: string, asked: Asked = {}): Promise<List> {
  return List.parse(await (await ask(mock, query, asked)).json())
}

/** The uuids of a list in its order, as one text: `c6 c5`. */
export async function ids(mock: Mock, query: string, asked: Asked = {}): Promise<string> {
  return (await list(mock, query, asked)).data.map(({ id }) => id).join(' ')
}
