// The requests that show each finding.

import { computed } from '@preact/signals'
import type { Finding } from '../../client/wire.ts'
import { findings } from '../mock/status.ts'

/** By the id of a request. */
export const evidence = computed(() => byRequest(findings.value))

/** The rules that something was found of. */
export const brokenRules = computed(() =>
  [...new Set(findings.value.map(({ rule }) => rule))].toSorted(),
)

function byRequest(all: readonly Finding[]): ReadonlyMap<number, readonly Finding[]> {
  const known = new Map<number, Finding[]>()
  for (const finding of all) {
    // A request may be evidence twice: as a refusal, and as what came too early after another.
    for (const id of new Set(finding.evidence.map(({ request }) => request.id)))
      known.set(id, [...(known.get(id) ?? []), finding])
  }
  return known
}

/** The requests that show a finding of a rule, or of `any`. */
export const showing = (rule: string): ReadonlySet<number> =>
  new Set(
    [...evidence.value]
      .filter(([, all]) => rule === 'any' || all.some((finding) => finding.rule === rule))
      .map(([id]) => id),
  )
