// Combinations of the settings that a client can recognise from outside.

import type { Calibration } from '../../src/calibration/calibrate.ts'
import { editions, type EditionName } from '../../src/editions.ts'
import { type Account, accounts } from './live-mock.ts'

const dimensions = {
  edition: ['combined', 'nicecall', 'aiployees', 'autocalls'],
  urls: ['bare', 'withQueryString'],
  cursorKeys: [5, 7],
  order: ['id', 'created_at'],
  jsonErrors: ['always', 'negotiated'],
  rateLimit: ['off', 17],
  laravel: [11, 12, 13],
  publicUrl: ['request', 'brand', 'https://app.example.com/base'],
  trustProxies: [false, true],
  assistantsEnvelope: [false, true],
  account: ['many', 'none', 'one', 'two', 'mixed'],
} as const

type Name = keyof typeof dimensions
export type Combination = { readonly [K in Name]: (typeof dimensions)[K][number] }

const names = Object.keys(dimensions)

/**
 * Yields every combination of all dimensions but the last two. The last two only change from one
 * combination to the next.
 */
export function* allCombinations(): Generator<Combination> {
  const product = names.slice(0, -2)
  const sizes = product.map((name) => valuesOf(name).length)
  const count = sizes.reduce((all, size) => all * size, 1)
  for (let index = 0; index < count; index++) {
    let rest = index
    const picked = product.map((name) => {
      const values = valuesOf(name)
      const value = values[rest % values.length]
      rest = Math.floor(rest / values.length)
      return [name, value]
    })
    yield combine([
      ...picked,
      ['assistantsEnvelope', index % 3 === 0],
      ['account', dimensions.account[(index + Math.floor(index / 5)) % 5]],
    ])
  }
}

/** A combination of given values. Each other dimension has its first value. */
export const combinationOf = (given: Partial<Combination>): Combination => ({
  ...combine(names.map((name) => [name, valuesOf(name)[0]])),
  ...given,
})

/** Returns few combinations, in which every two values of two dimensions meet. */
export function pairs(): Combination[] {
  const open = new Set(
    names.flatMap((name, index) =>
      names
        .slice(index + 1)
        .flatMap((other) =>
          valuesOf(name).flatMap((value) =>
            valuesOf(other).map((second) => pairOf([name, value], [other, second])),
          ),
        ),
    ),
  )
  const combinations: Combination[] = []
  while (open.size > 0) {
    const entries: [string, unknown][] = []
    for (const name of names) {
      const [best] = valuesOf(name).toSorted(
        (a, b) => gain(open, entries, [name, b]) - gain(open, entries, [name, a]),
      )
      entries.push([name, best])
    }
    const before = open.size
    for (const [index, first] of entries.entries())
      for (const second of entries.slice(index + 1)) open.delete(pairOf(first, second))
    // A pair may be left out when values seem equal at every step. It then gets its own
    // combination.
    if (open.size === before) entries.splice(0, entries.length, ...forced(open))
    for (const [index, first] of entries.entries())
      for (const second of entries.slice(index + 1)) open.delete(pairOf(first, second))
    combinations.push(combine(entries))
  }
  return combinations
}

type Entry = readonly [name: string, value: unknown]

const pairOf = (first: Entry, second: Entry): string => JSON.stringify([first, second])

const gain = (open: ReadonlySet<string>, entries: readonly Entry[], entry: Entry): number =>
  entries.length === 0
    ? [...open].filter((pair) => pair.startsWith(`[${JSON.stringify(entry)}`)).length
    : entries.filter((before) => open.has(pairOf(before, entry))).length

function forced(open: ReadonlySet<string>): [string, unknown][] {
  const [pair = '[]'] = open
  const wanted = new Map<string, unknown>(JSON.parse(pair))
  return names.map((name) => [name, wanted.has(name) ? wanted.get(name) : valuesOf(name)[0]])
}

const valuesOf = (name: string): readonly unknown[] =>
  Object.entries(dimensions).find(([known]) => known === name)?.[1] ?? []

// The entries have the names and values of the dimensions.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const combine = (entries: readonly unknown[][]): Combination => Object.fromEntries(entries) as never

/** The settings that calibrate() must find for a combination. */
export function expectedFor(combination: Combination): Calibration['settings'] {
  const { account, edition, publicUrl, jsonErrors } = combination
  const { paginator } = editions[edition]
  const isPage = paginator === 'page'
  const hasRows = accounts[account] > 0
  const tellsUrls = paginator !== 'cursor' || (combination.cursorKeys === 7 && hasRows)
  return {
    edition: isPage && publicUrl !== 'brand' ? 'nicecall' : edition,
    ...(tellsUrls && { urls: combination.urls }),
    ...(!isPage && { cursorKeys: combination.cursorKeys }),
    ...orderOf(combination, account, edition),
    jsonErrors,
    rateLimit: combination.rateLimit,
    laravel: isPage && combination.laravel === 13 ? 12 : combination.laravel,
    publicUrl,
    ...((publicUrl === 'request' || jsonErrors === 'negotiated') && {
      trustProxies: combination.trustProxies,
    }),
    assistantsEnvelope: combination.assistantsEnvelope,
  }
}

function orderOf({ order }: Combination, account: Account, edition: EditionName) {
  const isTold = editions[edition].paginator !== 'page' || (account === 'mixed' && order === 'id')
  return isTold ? { order } : {}
}
