import type { Assistant, Conversation } from '../dataset/dataset.ts'
import type { Random } from '../random/random.ts'
import { createCustomers } from './customers.ts'
import { businessPhones, type Country } from './phones.ts'
import type { Pools } from './pools.ts'
import { createDateTimeFormat, createTimeline } from './timeline.ts'
import { drawVariables } from './variables.ts'

type Type = Conversation['type']
type Sender = { name: string; phone: string }
type DrawingOptions = {
  readonly pools: Pools
  readonly assistants: readonly Pick<Assistant, 'id'>[]
  readonly random: Random
}

/** Prices of a message in millionths of a dollar: the minimum, and the limit of a random extra. */
const messagePrices: Record<Type, readonly [number, number]> = {
  test: [0, 1],
  widget: [250, 251],
  whatsapp: [300, 401],
  api: [300, 601],
}

/** Generates rows in ascending order of id and time. */
export function* createConversations({
  count,
  ...options
}: DrawingOptions & { count: number }): Generator<Conversation> {
  const timeline = createTimeline(count, options.random)
  const draw = createDrawing(options)
  for (let id = 1; id <= count; id++) yield draw({ id, nextTime: timeline.next })
}

/** The given fields of a row. Fields that are absent are drawn to fit. */
type Certain = {
  readonly id: number
  /** Returns the time of creation in Unix seconds. It is called once for a row. */
  readonly nextTime: () => number
  readonly type?: Type | undefined
  readonly assistantId?: number | undefined
  readonly messageCount?: number | undefined
}

/** Returns a function that draws a whole row from the next numbers of `random`. */
export function createDrawing({ pools, assistants, random }: DrawingOptions) {
  const customers = createCustomers(pools, random)
  const senders = createSenders(pools)
  const assistantIds = repeat(
    assistants.map((assistant) => assistant.id),
    [6, 3, 2],
  )
  const formatCreated = createDateTimeFormat()
  const formatUpdated = createDateTimeFormat()

  return function draw(certain: Certain): Conversation {
    const { id } = certain
    const type = certain.type ?? random.pick(types)
    const messageCount = certain.messageCount ?? drawMessageCount(random)
    const reference = drawReference(id, random)
    const customer = type === 'whatsapp' ? customers.next() : undefined
    const sender = customer && senders[customer.country]
    const createdAt = certain.nextTime()
    return {
      id,
      uuid: random.uuid(),
      assistant_id: certain.assistantId ?? random.pick(assistantIds),
      type,
      variables: drawVariables(type, { random, pools, reference }),
      external_identifier:
        type === 'api' && random.chance(85)
          ? `${random.pick(pools.identifierPrefixes)}-${reference}`
          : null,
      message_count: messageCount,
      total_cost: drawCost(type, messageCount, random),
      ai_enabled: random.chance(92),
      whatsapp_sender_name: sender?.name ?? null,
      whatsapp_sender_phone: sender?.phone ?? null,
      customer_name: customer?.name ?? null,
      customer_phone: customer?.phone ?? null,
      created_at: formatCreated(createdAt),
      updated_at: formatUpdated(createdAt + drawDuration(messageCount, random)),
    }
  }
}

const types = repeat<Type>(['widget', 'whatsapp', 'test', 'api'], [45, 30, 10, 15])

/** The senders of one business by country. A customer writes to the one of their own country. */
function createSenders({ brand }: Pools): Record<Country, Sender> {
  return {
    us: { name: `${brand} Support`, phone: businessPhones.us },
    uk: { name: `${brand} UK`, phone: businessPhones.uk },
    de: { name: `${brand} Deutschland`, phone: businessPhones.de },
    fr: { name: `${brand} France`, phone: businessPhones.fr },
    au: { name: `${brand} Australia`, phone: businessPhones.au },
  }
}

/** A number from 1 to 60; small numbers are more frequent. */
function drawMessageCount({ below }: Random): number {
  return Math.ceil(((1 + below(60)) * (1 + below(60)) * (1 + below(60))) / 3600)
}

/** A number of the caller's system, such as an order's. It rises with the id and may repeat. */
const drawReference = (id: number, { below }: Random): number =>
  12_000 + Math.floor(id / 2) + below(40)

function drawCost(type: Type, messageCount: number, { below }: Random): number {
  const [least, spread] = messagePrices[type]
  return (messageCount * (least + below(spread))) / 1_000_000
}

const drawDuration = (messageCount: number, { below }: Random): number =>
  messageCount * (30 + below(91)) + below(60)

/** Repeats each item by its weight, so that a weighted pick needs one random number. */
function repeat<T>(items: readonly T[], weights: readonly number[]): T[] {
  return items.flatMap((item, index) => Array.from({ length: weights[index] ?? 1 }, () => item))
}
