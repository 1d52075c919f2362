// Compares the names of members: missing, added, or in another order.

import type { Difference } from './entry.ts'
import { formOf } from './mapping.ts'

type Members = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function compareKeys(live: Members, mock: Members, where: string): Difference[] {
  const names = { live: Object.keys(live), mock: Object.keys(mock) }
  const missing = names.mock.filter((name) => !(name in live))
  const added = names.live.filter((name) => !(name in mock))
  const shared = {
    live: names.live.filter((name) => name in mock),
    mock: names.mock.filter((name) => name in live),
  }
  const isOrdered = shared.live.join() === shared.mock.join()
  return [
    ...missing.map((name): Difference => ({
      where: `${where}.${name}`,
      kind: 'field missing',
      live: 'absent',
      mock: formOf(mock[name]),
    })),
    ...added.map((name): Difference => ({
      where: `${where}.${name}`,
      kind: 'field new',
      live: formOf(live[name]),
      mock: 'absent',
    })),
    ...(isOrdered
      ? []
      : [
          {
            where,
            kind: 'order' as const,
            live: shared.live.join(', '),
            mock: shared.mock.join(', '),
          },
        ]),
  ]
}

/** The names that both objects have, in the order of the mock. */
export const sharedNames = (live: object, mock: object): string[] =>
  Object.keys(mock).filter((name) => name in live)
