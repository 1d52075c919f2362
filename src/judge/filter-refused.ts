// Rule: the API refused a filter, and the client got no rows.

import type { Walk } from '../walks/walk.ts'
import type { Options } from '../walks/list-target.ts'
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
      message: `the list was requested with ${spell(suspectsIn(first.options))}, and refused with 422`,
      shown: refused.map((step) => ({ step, note: 'refused' })),
    }
  },
}

/** The forms of values that the API takes, by the start of a parameter's name. */
const FORMS: readonly (readonly [name: RegExp, form: RegExp])[] = [
  [/^date_/, /^\d{4}-\d\d-\d\d$/],
  [/^assistant_id$/, /^\d+$/],
  [/^per_page$/, /^(?:[1-9]\d?|100)$/],
  [/^type$/, /^[a-z]+$/],
]

/** The parameters in a form that the API refuses; all of them if each has a form that it takes. */
function suspectsIn(options: Options): readonly (readonly [string, string])[] {
  const all = [...options]
  const malformed = all.filter(([name, value]) =>
    FORMS.some(([known, form]) => known.test(name) && !form.test(value)),
  )
  return malformed.length > 0 ? malformed : all
}
