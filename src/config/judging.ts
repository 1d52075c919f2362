// The settings of the judge.

import * as z from 'zod'
import { flag, whole } from '../problems/given-values.ts'
import { ruleIds } from '../rule-ids.ts'
import { setting } from './setting.ts'

export const judging = {
  judge: setting({ text: 'do not judge clients', isNegated: true }, () => flag, true),
  walkIdle: setting(
    {
      argument: 'SECONDS',
      text: 'how long after its last request a walk is over, default 30',
    },
    () => whole(1, 86_400),
    30,
  ),
  silence: setting(
    {
      argument: 'RULE=REASON',
      text: 'do not count the findings of this rule',
      isRepeatable: true,
    },
    () =>
      z
        .union([z.string(), z.array(z.string())])
        .transform((value) => (typeof value === 'string' ? [value] : value))
        .pipe(z.array(z.string().transform(toSilence))),
    [],
  ),
}

/** Parses RULE=REASON from a setting. */
function toSilence(text: string, context: z.RefinementCtx) {
  const [, rule = '', reason = ''] = /^\s*([a-z-]+)\s*=\s*(.*\S)\s*$/s.exec(text) ?? []
  const isKnown = ruleIds.some((id) => id === rule)
  if (rule === '')
    context.addIssue('needs a rule and the reason, as in never-paged=the widget shows five rows')
  else if (!isKnown) context.addIssue(`knows no rule "${rule}"; there are ${ruleIds.join(', ')}`)
  return { rule, reason }
}
