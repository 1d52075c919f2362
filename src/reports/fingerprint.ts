// A fingerprint recognises the same finding in a later run.

import { createHash } from 'node:crypto'
import type { Finding } from '../judge/schemas.ts'
import type { Walk } from '../judge/walk-schemas.ts'

/**
 * Returns a function that builds a fingerprint from the rule and the client's requests. Ids of
 * requests, users and rows are left out, because they change when tests run in another order. Equal
 * findings get a number.
 */
export function createFingerprints(walks: readonly Walk[]): (finding: Finding) => string {
  const byId = new Map(walks.map((walk) => [walk.id, walk]))
  const seen = new Map<string, number>()
  return ({ rule, edition, walk: id, evidence }) => {
    const walk = byId.get(id)
    const list = walk && [
      walk.name,
      walk.paginator,
      walk.per_page,
      Object.entries(walk.filters).toSorted(byName),
    ]
    const parameters = Object.keys(evidence[0]?.request.parameters ?? {}).toSorted()
    const hash = createHash('sha256')
      .update(JSON.stringify([rule, edition, list, parameters]))
      .digest('hex')
      .slice(0, 16)
    const nth = (seen.get(hash) ?? 0) + 1
    seen.set(hash, nth)
    return `${hash}:${nth}`
  }
}

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number =>
  a < b ? -1 : 1
