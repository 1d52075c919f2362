import type { Random } from '../random/random.ts'
import { phoneAt, phoneCount, type Country } from './phones.ts'
import type { Pools } from './pools.ts'

export type Customer = { name: string | null; phone: string; country: Country }

const RETURNING_PERCENT = 35
const NAMELESS_PERCENT = 15
const REMEMBERED = 500
/**
 * The distance between the phone numbers of two new customers, which mixes the countries.
 * It is coprime to phoneCount, so all numbers are used before one comes twice.
 */
const STRIDE = 40_507

/** Draws new customers, and sometimes a recent one again. A phone always has the same name. */
export function createCustomers(pools: Pools, random: Random) {
  const offset = random.below(phoneCount)
  let known = 0

  function customerAt(index: number): Customer {
    const rank = (offset + (index % phoneCount) * STRIDE) % phoneCount
    const { phone, country, languages } = phoneAt(rank)
    const trait = Math.imul(rank + 1, 0x9e3779b1) >>> 0
    if ((trait >>> 8) % 100 < NAMELESS_PERCENT) return { name: null, phone, country }
    const language = languages[(trait >>> 16) % languages.length] ?? 'en'
    const names = pools.names[language]
    return { name: names[trait % names.length] ?? null, phone, country }
  }

  function next(): Customer {
    const returns = known > 0 && random.chance(RETURNING_PERCENT)
    return customerAt(returns ? known - 1 - random.below(Math.min(known, REMEMBERED)) : known++)
  }
  return { next }
}
