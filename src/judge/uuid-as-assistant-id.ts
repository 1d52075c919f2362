// Rule: the client filtered assistant_id by a uuid instead of a number.

import type { LintRule } from './rule.ts'

const UUID = /^[\da-z]{8}-[\da-z]{4}-[\da-z]{4}-[\da-z]{4}-[\da-z]{12}$/i

export const uuidAsAssistantId: LintRule = {
  id: 'uuid-as-assistant-id',
  severity: 'error',
  why: 'Rows name their assistant by uuid, the filter takes its number: the uuid is refused.',
  fix: 'Filter by the numeric id of the assistant.',
  wrong: `
    const [row] = (await get({ per_page: 100 })).data
    await get({ assistant_id: row.assistant_id })
  `,
  right: `
    const ASSISTANT_ID = 1
    await get({ assistant_id: ASSISTANT_ID, per_page: 100 })
  `,
  find({ steps }) {
    const shown = steps.filter(({ options }) => UUID.test(options.get('assistant_id') ?? ''))
    const [first] = shown
    // An injected failure is no refusal.
    const step = shown.find(({ answered }) => answered === 'refused') ?? first
    if (!step) return undefined
    return {
      message: `assistant_id=${step.options.get('assistant_id')} is a uuid${step.answered === 'refused' ? `, and was refused with ${step.entry.status}` : '; the API takes only a number'}`,
      shown: shown.map((each) => ({ step: each })),
    }
  },
}
