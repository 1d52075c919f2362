// Rule: the client requested a later page without its key.

import type { Walk, WalkStep } from '../walks/walk.ts'
import { nameOfPosition } from './reading.ts'
import type { LintRule } from './rule.ts'
import { before } from './options.ts'

export const tokenLost: LintRule = {
  id: 'token-lost',
  severity: 'error',
  why: 'Each request needs the key: a page that is requested without it is refused with 401, and its rows are missing.',
  fix: 'Send the Authorization header with every page, also where you follow next_page_url.',
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
    const [step] = steps
    if (!step) return undefined
    const earlier = before(walk, step)
    const refusal = `${nameOfPosition(step)} was requested without a good key, and refused with ${step.entry.status}`
    return {
      message:
        walk.user === null
          ? `${refusal}; clients of several users had just been offered it, and nothing shows which of them sent it`
          : `${refusal}; the request before it had come with one`,
      shown: [
        ...(earlier ? [{ step: earlier, note: 'with a good key' }] : []),
        ...steps.map((shown) => ({ step: shown, note: 'no header, or a key that nobody has' })),
      ],
      ...(steps.length === 1 && isMended(walk, step) && { severity: 'note' }),
    }
  },
}

/** Whether the client requested the page again, with a good key and success. */
const isMended = ({ served }: Walk, { position, entry }: WalkStep): boolean =>
  served.some((step) => step.position === position && step.entry.id > entry.id)
