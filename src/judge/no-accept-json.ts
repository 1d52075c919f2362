// Rule: the client does not ask for JSON, and would get errors as redirects or HTML.

import { expectsJson } from '../laravel/accept.ts'
import type { Step } from '../walks/step.ts'
import type { WalkStep } from '../walks/walk.ts'
import type { LintRule } from './rule.ts'

export const noAcceptJson: LintRule = {
  id: 'no-accept-json',
  severity: 'note',
  why: 'Laravel sends errors as JSON only if the client asks for it; otherwise they are redirects to a login page, or HTML.',
  fix: 'Send Accept: application/json with every request.',
  wrong: `
    await fetch(url, { headers: { Authorization: 'Bearer ' + key } })
  `,
  right: `
    await fetch(url, {
      headers: { Authorization: 'Bearer ' + key, Accept: 'application/json' },
    })
  `,
  find({ steps }) {
    const [step, ...others] = withoutJson(steps)
    if (!step) return undefined
    const { accept } = step.entry
    return {
      message:
        accept === null
          ? 'there was no Accept header'
          : `the Accept header was ${accept}, which does not ask for JSON first`,
      shown: [step, ...others].map((shown) => ({ step: shown })),
    }
  },
}

/** The steps that do not ask for JSON. A client mostly repeats its header, so each is read once. */
function withoutJson(steps: readonly WalkStep[]): WalkStep[] {
  let before: Step | undefined
  let lacks = false
  return steps.filter((step) => {
    if (!before || !hasSameHeaders(before, step)) lacks = lacksJson(step)
    before = step
    return lacks
  })
}

const hasSameHeaders = ({ entry: one }: Step, { entry: other }: Step): boolean =>
  one.accept === other.accept && one.isAjax === other.isAjax

const lacksJson = ({ entry: { accept, isAjax } }: Step): boolean =>
  !expectsJson({
    ...(accept !== null && { accept }),
    ...(isAjax && { 'x-requested-with': 'XMLHttpRequest' }),
  })
