// Rule: the client sent its key in the URL, where proxies and logs keep it.

import { documentedParameters } from '../editions.ts'
import { HIDDEN } from '../journal/credentials.ts'
import type { Step } from '../walks/step.ts'
import { isPageToken } from './ignored.ts'
import type { LintRule } from './rule.ts'
import { enumerate } from './words.ts'

export const tokenInUrl: LintRule = {
  id: 'token-in-url',
  severity: 'error',
  why: 'URLs end up in logs, histories and Referer headers, and the API does not read keys there.',
  fix: 'Send the key in the header: Authorization: Bearer YOUR_KEY.',
  wrong: `
    await fetch(url + '?api_key=' + key, {
      headers: { Accept: 'application/json' },
    })
  `,
  right: `
    await fetch(url, {
      headers: { Authorization: 'Bearer ' + key, Accept: 'application/json' },
    })
  `,
  find({ steps }) {
    const shown = steps.filter((step) => credentialsOf(step).length > 0)
    if (shown.length === 0) return undefined
    const names = [...new Set(shown.flatMap(credentialsOf))]
    return {
      message: `the query held a credential in ${enumerate(names)}`,
      shown: shown.map((step) => ({ step })),
    }
  },
}

function credentialsOf({ parameters }: Step): readonly string[] {
  let names: string[] | undefined
  for (const name of parameters.keys())
    if (parameters.get(name) === HIDDEN && !documentedParameters.has(name) && !isPageToken(name))
      (names ??= []).push(name)
  return names ?? NONE
}

const NONE: readonly string[] = []
