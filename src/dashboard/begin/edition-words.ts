// Describes each edition of the API in one sentence.

import type { UserRecord } from '../../client/wire.ts'

type Token = UserRecord['tokens'][number]

export const editionWords: Readonly<Record<Token['edition'], string>> = {
  nicecall: 'The older API, as NiceCall documents it: pages by number, filters by date.',
  aiployees: 'The older API, as AIployees documents it: pages by number, filters by date.',
  autocalls: 'The newer API, as Autocalls documents it: a cursor leads from page to page.',
  combined: 'Both at once: page by number or by cursor, with every filter.',
}

/** Keeps the first token of each edition. */
export const firstOfEach = (tokens: readonly Token[]): readonly Token[] =>
  tokens.filter(
    ({ edition }, index) => tokens.findIndex((other) => other.edition === edition) === index,
  )
