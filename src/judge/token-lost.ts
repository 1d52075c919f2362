// Rule: the client requested a later page without its key.

import type { Authorization } from '../laravel/bearer.ts'
import type { Walk, WalkStep } from '../walks/walk.ts'
import { nameOfPage } from './reading.ts'
import type { LintRule } from './rule.ts'

export const tokenLost: LintRule = {
  id: 'token-lost',
  severity: 'error',
  why: 'Each request needs the key: a page that is requested without it is refused with 401, and its rows are missing.',
  fix: 'Send the header Authorization: Bearer YOUR_KEY with every page, also where you follow a URL or a cursor of an answer.',
  unless:
    'A request without a key that continues no known walk has no finding, and neither has a first page. One request that the client repeats with a good key is a note: a key may run out. Where clients of several users could have sent it, the finding names no user.',
  wrong: `
    const { data, next_page_url } = await get({ page: 1 })
    rows.push(...data)
    // A new request: the headers of the first one are not part of the URL.
    const response = await fetch(next_page_url)
  `,
  right: `
    const { data, next_page_url } = await get({ page: 1 })
    rows.push(...data)
    const response = await fetch(next_page_url, {
      headers: { Authorization: 'Bearer ' + key, Accept: 'application/json' },
    })
  `,
  find(walk) {
    const steps = walk.steps.filter(({ link }) => link === 'tokenless')
    // A failure may come before the key is checked.
    const refused = steps.filter(({ entry }) => entry.status === 401)
    const step = refused[0] ?? steps[0]
    if (!step) return undefined
    const earlier = walk.steps.slice(0, walk.steps.indexOf(step)).findLast(hadKey)
    const refusal = `${nameOfPage(step)} was requested ${lackOf(step)}, and ${refused.length > 0 ? 'refused' : 'answered'} with ${step.entry.status}`
    return {
      message:
        walk.user === null
          ? `${refusal}; clients of several users had just been offered it, and nothing shows which of them sent it`
          : `${refusal}${earlier ? `; request #${earlier.entry.id} before it had a valid key` : ''}`,
      shown: [
        ...(earlier ? [{ step: earlier, note: 'with a valid key', isContext: true }] : []),
        ...steps.map((shown) => ({ step: shown, note: lackOf(shown) })),
      ],
      kind: `${refusal} ${walk.user === null}`,
      ...(refused.length < 2 && isMended(walk, step) && { severity: 'note' }),
    }
  },
}

const hadKey = ({ link }: WalkStep): boolean => link !== 'tokenless'

const lacks: Readonly<Record<Authorization, string>> = {
  missing: 'without the Authorization header',
  other: 'with an Authorization header without the word Bearer',
  keyless: 'with the word Bearer, but without a key',
  sound: 'with a key that is unknown or has expired',
}

/** The header that a request lacked, in words. The key itself is a secret. */
const lackOf = ({ entry }: WalkStep): string => lacks[entry.authorization]

/** Whether the client requested the page again, with a good key and success. */
const isMended = ({ served }: Walk, { position, entry }: WalkStep): boolean =>
  served.some((step) => step.position === position && step.entry.id > entry.id)
