// Rule: the client does not ask for JSON, and would get errors as redirects or HTML.

import type { Entry } from '../journal/entry.ts'
import { expectsJson } from '../laravel/accept.ts'
import type { Step } from '../walks/step.ts'
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
    const [step, ...others] = steps.filter(lacksJson)
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

/** The latest headers, and whether they ask for no JSON. Clients mostly repeat their headers. */
let latest: Pick<Entry, 'accept' | 'isAjax'> & { readonly lacksJson: boolean } = {
  accept: null,
  isAjax: false,
  lacksJson: true,
}

function lacksJson({ entry: { accept, isAjax } }: Step): boolean {
  if (latest.accept !== accept || latest.isAjax !== isAjax) {
    const asks = expectsJson({
      ...(accept !== null && { accept }),
      ...(isAjax && { 'x-requested-with': 'XMLHttpRequest' }),
    })
    latest = { accept, isAjax, lacksJson: !asks }
  }
  return latest.lacksJson
}
