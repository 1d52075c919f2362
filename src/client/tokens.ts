// Finds tokens of a handle by edition or by generation.

import { type Edition, type EditionName, editions, type Generation } from '../editions.ts'
import type { MockToken } from '../server/mock-tokens.ts'

export const THE_MOCK = 'the mock'

/** Throws when no token matches. */
export function requireToken(
  tokens: readonly MockToken[],
  wanted: EditionName | Generation | undefined,
  owner: string,
): string {
  const own = wanted === undefined ? tokens[0] : findToken(tokens, wanted)
  if (own) return own.plain
  const known = [...new Set(tokens.map((token) => token.edition))].join(', ')
  const edition = wanted === undefined ? wanted : editionFor(wanted)
  throw new Error(
    `${owner} has no token${wanted === undefined ? '' : ` of the ${kindOf(wanted)} ${wanted}`}; there are ${known ? `those of ${known}` : 'none'}` +
      (edition === undefined || owner !== THE_MOCK
        ? ''
        : `; start it with one, such as key: ['my-key=${edition}']`),
  )
}

/** Prefers a token of an edition that has only this paginator over an edition that has both. */
function findToken(
  tokens: readonly MockToken[],
  wanted: EditionName | Generation,
): MockToken | undefined {
  if (!isGeneration(wanted)) return tokens.find(({ edition }) => edition === wanted)
  const pagedBy = (paginator: Edition['paginator']): MockToken | undefined =>
    tokens.find(({ edition }) => editions[edition].paginator === paginator)
  return pagedBy(wanted) ?? pagedBy('either')
}

const isGeneration = (name: EditionName | Generation): name is Generation =>
  name === 'page' || name === 'cursor'

const kindOf = (name: EditionName | Generation): string =>
  isGeneration(name) ? 'generation' : 'edition'

const usualEditions = { page: 'nicecall', cursor: 'autocalls' } as const

const editionFor = (wanted: EditionName | Generation): EditionName =>
  isGeneration(wanted) ? usualEditions[wanted] : wanted
