// The generations of the API, each in a sentence.

import type { UserRecord } from '../../client/wire.ts'

type Token = UserRecord['tokens'][number]

export const editionWords: Readonly<Record<Token['edition'], string>> = {
  nicecall: 'The older API, as NiceCall documents it: pages by number, filters by date.',
  aiployees: 'The older API, as AIployees documents it: pages by number, filters by date.',
  autocalls: 'The newer API, as Autocalls documents it: a cursor leads from page to page.',
  combined: 'Both at once: page by number or by cursor, with every filter.',
}

/** A key for each generation. */
export const firstOfEach = (tokens: readonly Token[]): readonly Token[] =>
  tokens.filter(
    ({ edition }, index) => tokens.findIndex((other) => other.edition === edition) === index,
  )
