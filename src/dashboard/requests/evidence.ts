// Maps requests to the findings that they show.

import { computed } from '@preact/signals'
import type { Finding } from '../../client/wire.ts'
import { findings } from '../mock/status.ts'

/** The findings that each request shows, by the id of the request. */
export const evidence = computed(() => byRequest(findings.value))

/** The ids of the rules with findings, sorted. */
export const brokenRules = computed(() =>
  [...new Set(findings.value.map(({ rule }) => rule))].toSorted(),
)

function byRequest(all: readonly Finding[]): ReadonlyMap<number, readonly Finding[]> {
  const known = new Map<number, Finding[]>()
  for (const finding of all) {
    // One finding can name a request twice: as a refusal, and as a request sent too early.
    for (const id of new Set(finding.evidence.map(({ request }) => request.id)))
      known.set(id, [...(known.get(id) ?? []), finding])
  }
  return known
}

/** The ids of the requests that show a finding of this rule; `any` stands for all rules. */
export const showing = (rule: string): ReadonlySet<number> =>
  new Set(
    [...evidence.value]
      .filter(([, all]) => rule === 'any' || all.some((finding) => finding.rule === rule))
      .map(([id]) => id),
  )
