// Rule: the API refused a filter, and the client got no rows.

import type { Walk } from '../walks/walk.ts'
import { spell } from './options.ts'
import type { LintRule } from './rule.ts'

export const filterRefused: LintRule = {
  id: 'filter-refused',
  severity: 'note',
  why: 'A value that the API does not take is refused with 422; a client that reads this as an empty list shows no rows.',
  fix: 'Send dates as 2025-01-31, one type, and ids as numbers; the errors in the answer name the parameter.',
  unless: 'A test may want to see the refusal, so this is a note.',
  explainedBy: ['page-size-ignored', 'uuid-as-assistant-id', 'unescaped-plus', 'retry-storm'],
  wrong: `
    const { data = [] } = await get({ date_from: '31.01.2025' })
    rows.push(...data)
  `,
  right: `
    const { data } = await get({ date_from: '2025-01-31' })
    rows.push(...data)
  `,
  find({ steps, served }: Walk) {
    const refused = steps.filter(({ entry, options }) => entry.status === 422 && options.size > 0)
    const [first] = refused
    if (!first || served.length > 0) return undefined
    return {
      message: `the list was requested with ${spell(first.options)}, and refused with 422`,
      shown: refused.map((step) => ({ step, note: 'refused' })),
    }
  },
}
