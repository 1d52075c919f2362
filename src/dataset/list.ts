// A list as the API answers it, as rows of one user: a page body, a cursor body, or the rows alone.

import * as z from 'zod'
import type { InputProblem } from '../problems/input-problem.ts'
import { AS_GIVEN } from '../problems/problems.ts'
import { mapInTurns, type Work } from '../clock/turns.ts'
import type { SortOrder } from './sort-order.ts'
import { type Assistant, completeAssistant } from './assistant.ts'
import { Conversation, type Dataset, toDatasetError, toProblems } from './dataset.ts'
import { demoTokens, demoUsers } from './demo-user.ts'
import { orderAnswers, toIds } from './list-order.ts'
import { messageTables } from './message.ts'

const { shape } = Conversation

const Party = z
  .object({ name: z.string().nullish(), phone: z.string().nullish() })
  .meta({ id: 'ListedParty' })

/** A row as either generation answers it. Fields that no edition documents are left out. */
export const ListedConversation = z
  .object({
    id: shape.uuid,
    assistant_id: z.string().min(1),
    assistant_name: z.string(),
    type: shape.type,
    variables: shape.variables.exactOptional(),
    external_identifier: shape.external_identifier.exactOptional(),
    message_count: shape.message_count,
    // PHP's reading has a bigint for an integer beyond 2^53.
    total_cost: z.preprocess(
      (value) => (typeof value === 'bigint' ? Number(value) : value),
      z.number(),
    ),
    ai_enabled: shape.ai_enabled,
    created_at: shape.created_at,
    updated_at: shape.updated_at,
    whatsapp_sender: Party.nullable().exactOptional(),
    customer: Party.nullable().exactOptional(),
  })
  .meta({ id: 'ListedConversation', description: 'A conversation as the API answers it.' })
export type ListedConversation = z.infer<typeof ListedConversation>

export const ListBody = z
  .looseObject({ data: z.array(ListedConversation) })
  .meta({ id: 'ListBody', description: 'What the API answers: a page or what a cursor leads to.' })

/** The input of a caller: one answer, several, or their rows. */
export type ListInput =
  | z.input<typeof ListBody>
  | readonly z.input<typeof ListBody>[]
  | readonly z.input<typeof ListedConversation>[]

/** One text or value that holds a list, and its name for messages. */
export type NamedList = { readonly value: unknown; readonly place: string }

/** An answer and where it is: the place by its name, the rows by their path in it. */
export type Answer = {
  readonly place: string
  readonly path: readonly PropertyKey[]
  readonly body: Readonly<Record<string, unknown>>
  readonly rows: readonly unknown[]
}

/** A row, where it is, and what it says of the conversation; what the answer leaves open is absent. */
export type ListedRow = {
  readonly place: string
  readonly path: readonly PropertyKey[]
  readonly assistant: Pick<Assistant, 'uuid' | 'name'>
  readonly fields: Partial<Conversation> & Pick<Conversation, 'uuid' | 'created_at'>
}

const tables = ['users', 'tokens', 'assistants', 'conversations', ...messageTables]

/** Whether a value is a list as the API answers it. What else has `data` may be a dataset with a slip. */
export function isList(value: unknown): boolean {
  if (Array.isArray(value)) return true
  return isAnswer(value) && !tables.some((table) => table in value)
}

/** The message of an answer with which the API refuses a request, such as {"message":"Unauthenticated."}. */
export function refusalIn(value: unknown): string | undefined {
  const message =
    isObject(value) && !tables.some((table) => table in value)
      ? (value['message'] ?? value['error'])
      : undefined
  return typeof message === 'string' ? message : undefined
}

/** The rows of all lists, the newest first, each conversation once. Throws a DatasetError for what contradicts itself. */
export function* readLists(lists: readonly NamedList[], order: SortOrder): Work<ListedRow[]> {
  const answers = yield* orderAnswers(lists.flatMap(toAnswers))
  const read: ListedRow[][] = []
  for (const answer of answers) read.push(yield* readRows(answer, order))
  const rows = yield* joinRows(read.flat())
  requireOneName(rows)
  yield
  return order === 'created_at'
    ? rows.toSorted((a, b) => compare(b.fields.created_at, a.fields.created_at))
    : rows
}

/** A whole dataset of one user. Throws a DatasetError. */
export function* toDataset(lists: readonly NamedList[], order: SortOrder): Work<Dataset> {
  const rows = yield* readLists(lists, order)
  const ids = yield* toIds(
    rows.map(({ fields }) => fields.uuid),
    lists.flatMap(toAnswers),
  )
  const uuids = [...new Map(rows.map(({ assistant }) => [assistant.uuid, assistant])).values()]
  const assistants = uuids.map(({ uuid, name }, index) =>
    completeAssistant({ id: index + 1, uuid, user_id: 1, name }),
  )
  const assistantIds = new Map(assistants.map(({ uuid, id }) => [uuid, id]))
  yield
  const conversations = yield* mapInTurns(rows, ({ fields, assistant }, index) =>
    toConversation(fields, {
      id: ids[index] ?? 0,
      assistant_id: assistantIds.get(assistant.uuid) ?? 0,
    }),
  )
  // By rising id, as the store wants them.
  return {
    users: [...demoUsers],
    tokens: [...demoTokens],
    assistants,
    conversations: conversations.toReversed(),
  }
}

/** A field that the list leaves open is null, as it is where the API has nothing to say. */
export function toConversation(
  fields: ListedRow['fields'],
  ids: Pick<Conversation, 'id' | 'assistant_id'>,
): Conversation {
  return Conversation.parse({ ...fields, ...ids }, { jitless: true })
}

/** The names of fields that rows have and no edition documents. */
export function findUnknownFields({ value, place }: NamedList): string[] {
  const rows = toAnswers({ value, place }).flatMap((answer) => answer.rows)
  const names = new Set(rows.flatMap((row) => (isObject(row) ? Object.keys(row) : [])))
  return [...names].filter((name) => !(name in ListedConversation.shape))
}

function toAnswers({ value, place }: NamedList): Answer[] {
  if (isAnswer(value)) return [{ place, path: ['data'], body: value, rows: value.data }]
  const items: unknown[] = Array.isArray(value) ? value : []
  if (!items.some(isAnswer)) return [{ place, path: [], body: {}, rows: items }]
  return items.flatMap((item, index) => {
    if (!isAnswer(item))
      throw toDatasetError(place, [
        { path: [index], message: 'has no data, unlike other answers in this list' },
      ])
    return [{ place, path: [index, 'data'], body: item, rows: item.data }]
  })
}

function* readRows({ place, path, rows }: Answer, order: SortOrder): Work<ListedRow[]> {
  const problems: InputProblem[] = []
  const listed: ListedRow[] = []
  for (const [index, row] of rows.entries()) {
    const at = [...path, index]
    const result = ListedConversation.safeParse(row, AS_GIVEN)
    if (result.success) listed.push(toListedRow(result.data, { place, path: at }))
    else problems.push(...toProblems(result.error, at))
    if (problems.length >= MAX_PROBLEMS) break
    yield
  }
  if (problems.length > 0) throw toDatasetError(place, problems)
  if (order === 'created_at') requireNewestFirst(listed)
  return listed
}

/** A caller who gives something else altogether need not read it for every row. */
const MAX_PROBLEMS = 100

function toListedRow(row: ListedConversation, where: Pick<ListedRow, 'place' | 'path'>): ListedRow {
  const {
    id: uuid,
    assistant_id,
    assistant_name,
    whatsapp_sender: sender,
    customer,
    ...others
  } = row
  return {
    ...where,
    assistant: { uuid: assistant_id, name: assistant_name },
    fields: {
      uuid,
      ...others,
      ...(sender !== undefined && {
        whatsapp_sender_name: sender?.name ?? null,
        whatsapp_sender_phone: sender?.phone ?? null,
      }),
      ...(customer !== undefined && {
        customer_name: customer?.name ?? null,
        customer_phone: customer?.phone ?? null,
      }),
    },
  }
}

/** The list of a client that asks for more rows than before overlaps: what two answers say of a row must agree. */
function* joinRows(rows: readonly ListedRow[]): Work<ListedRow[]> {
  const byUuid = new Map<string, ListedRow>()
  for (const row of rows) {
    const known = byUuid.get(row.fields.uuid)
    if (known) requireSame(row, known)
    byUuid.set(
      row.fields.uuid,
      known ? { ...known, fields: { ...row.fields, ...known.fields } } : row,
    )
    yield
  }
  return [...byUuid.values()]
}

function requireSame(row: ListedRow, known: ListedRow): void {
  const field = findDifference(allFields(row), allFields(known))
  if (field === undefined) return
  const message = `is not what ${nameOf(known, row)} says of the same conversation; leave out the older of the two`
  throw toDatasetError(row.place, [{ path: [...row.path, field], message }])
}

const allFields = ({ fields, assistant }: ListedRow): object => ({
  ...fields,
  assistant_id: assistant.uuid,
  assistant_name: assistant.name,
})

/** The name of a field that both give and that differs. */
export function findDifference(one: object, other: object): string | undefined {
  const others = new Map<string, unknown>(Object.entries(other))
  return Object.entries(one).find(
    ([name, value]) => others.has(name) && toText(value) !== toText(others.get(name)),
  )?.[0]
}

/** Maps and integers beyond 2^53 included. */
const toText = (value: unknown): string =>
  JSON.stringify(value, (_name, item: unknown) => {
    if (item instanceof Map) return { map: [...item] }
    return typeof item === 'bigint' ? `${item}n` : item
  })

function requireOneName(rows: readonly ListedRow[]): void {
  const known = new Map<string, ListedRow>()
  for (const row of rows) {
    const first = known.get(row.assistant.uuid)
    if (!first) known.set(row.assistant.uuid, row)
    else if (first.assistant.name !== row.assistant.name) {
      const message = `is not what ${nameOf(first, row)} calls the same assistant; correct one of them`
      throw toDatasetError(row.place, [{ path: [...row.path, 'assistant_name'], message }])
    }
  }
}

function requireNewestFirst(rows: readonly ListedRow[]): void {
  const index = rows.findIndex(
    ({ fields }, at) => at > 0 && fields.created_at > (rows[at - 1]?.fields.created_at ?? ''),
  )
  const row = rows[index]
  if (!row) return
  const message =
    'is later than that of the row before it, but the order is created_at, the newest first; use the order id'
  throw toDatasetError(row.place, [{ path: [...row.path, 'created_at'], message }])
}

/** The place of a row in a message about another one. */
const nameOf = ({ place, path }: ListedRow, beside: ListedRow): string =>
  `${place === beside.place ? '' : `${place}: `}${z.core.toDotPath(path)}`

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isAnswer = (value: unknown): value is { data: unknown[] } & Record<string, unknown> =>
  isObject(value) && Array.isArray(value['data'])

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
