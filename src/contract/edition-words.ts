// Rewrites texts of the whole contract for the contract of one edition.

import { type EditionName, editionNames, editions } from '../editions.ts'

/** Replaces sentences about several editions by sentences about one. */
export function inWordsOf(name: EditionName, text: string): string {
  const others = editionNames.filter((other) => other !== name)
  const row = new RegExp(`^\\| (?:${others.join('|')}) \\|.*\\n`, 'gm')
  return (editions[name].paginator === 'either' ? text : text.replace(EITHER, ''))
    .replace(row, '')
    .replace(
      /\*\*Editions\.\*\*.*/,
      `**Edition.** This contract is that of the edition ${name}: of a token of it, and of a mock with \`--edition ${name}\`. Answers that a switch brings are left out, unless the switch has them by default.`,
    )
    .replace(/, edition=\w+/, '')
    .replace(/ Outside `\/api\/`, this does not depend on the switch\./, OUTSIDE)
    .replace(/ The body is HTML when the switch jsonErrors is negotiated [^.]*\./, '')
    .replace(
      /^The edition of the token decides .*?\. A parameter that the edition does not document/,
      'A parameter that is not documented',
    )
    .replace(/^(As documented) for these editions: .*/, '$1')
    .replace(/ The token's edition selects the paginator\.$/, '')
    .replace(
      /^All fields but the first two exist only in these editions: .*$/,
      'The messages, and what was stored with them.',
    )
    .replace(/ in these editions: [^.]*\./, '.')
    .replace(/, in editions with (?:page|cursor) pagination\.$/, '.')
    .replace(/ (?:Editions: [^.]*|Ignored by [^.]*|All editions)\./g, '')
}

const OUTSIDE = ' Outside `/api/`, the body is HTML unless the request asks for JSON.'
const EITHER = /^Paginator `either`.*\n\n/m
