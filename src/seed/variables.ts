import type { Conversation } from '../dataset/dataset.ts'
import type { PhpValue } from '../php/json.ts'
import type { Random } from '../random/random.ts'
import type { Pools } from './pools.ts'

type Variables = Map<string, PhpValue>
/** `reference` is a number of the caller's system, such as an order's. */
type Draw = { random: Random; pools: Pools; reference: number }
type Recipe = (draw: Draw) => Variables

const plans = ['free', 'starter', 'premium', 'enterprise'] as const
const leadSources = ['website', 'newsletter', 'facebook', 'referral', 'trade-fair'] as const
const pages = ['/pricing', '/contact', '/products', '/help', '/'] as const
const topics = ['delivery', 'invoice', 'return', 'appointment', 'warranty'] as const
const nameLanguages = [
  'en',
  'en',
  'en',
  'en',
  'de',
  'de',
  'fr',
  'fr',
  'es',
  'es',
  'ja',
  'ar',
  'zh',
  'ru',
] as const

const recipes: Record<Conversation['type'], readonly Recipe[]> = {
  test: [
    ({ random, reference }) => toMap(['test_run', reference], ['debug', random.chance(50)]),
    (draw) => toMap(['user_name', drawName(draw)]),
  ],
  widget: [
    (draw) => toMap(['user_name', drawName(draw)], ['plan', draw.random.pick(plans)]),
    ({ random }) =>
      toMap(
        ['page', random.pick(pages)],
        ['visits', 1 + random.below(20)],
        ['newsletter', random.chance(30)],
      ),
    (draw) =>
      toMap(
        ['user_name', drawName(draw)],
        ['page', draw.random.pick(pages)],
        ['logged_in', draw.random.chance(60)],
      ),
  ],
  whatsapp: [
    ({ random, reference }) => toMap(['order_id', reference], ['topic', random.pick(topics)]),
    ({ random }) => toMap(['topic', random.pick(topics)], ['opt_in', random.chance(80)]),
  ],
  api: [
    ({ random, reference }) =>
      toMap(['lead_id', String(reference)], ['source', random.pick(leadSources)]),
    (draw) =>
      toMap(
        ['lead_id', String(draw.reference)],
        ['user_name', drawName(draw)],
        ['score', draw.random.below(101)],
      ),
  ],
}

/** Draws the variables of a conversation: null for 40 %, and nested for 4 % of the others. */
export function drawVariables(type: Conversation['type'], draw: Draw): Variables | null {
  if (draw.random.chance(40)) return null
  return draw.random.chance(4) ? drawCart(draw) : draw.random.pick(recipes[type])(draw)
}

function drawCart({ random, pools }: Draw): Variables {
  const items = [random.pick(pools.products), random.pick(pools.products)]
  return toMap([
    'cart',
    toMap(
      ['department', random.pick(pools.departments)],
      ['items', items],
      ['paid', random.chance(50)],
    ),
  ])
}

const drawName = ({ random, pools }: Draw): string =>
  random.pick(pools.names[random.pick(nameLanguages)])

const toMap = (...entries: [string, PhpValue][]): Variables => new Map(entries)
