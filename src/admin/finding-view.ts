// A finding as the admin API shows it.

import { type JudgedFinding, firstId } from '../judge/judge.ts'
import type { Finding } from '../judge/schemas.ts'
import { counted } from '../judge/words.ts'
import { cutMessage, describeShown } from './shown-text.ts'

export function toFinding(
  judged: JudgedFinding,
  silenced: string | null,
  { baseUrl, replica }: { readonly baseUrl: string; readonly replica?: string | undefined },
): Finding {
  const { rule, severity, walk, message, shown, count, walks } = judged
  const { id, why, fix } = rule
  const { user, token, edition } = walk
  return {
    id: `${id}-${firstId(judged)}`,
    rule: id,
    severity,
    message:
      cutMessage(message) +
      (walks === 1 ? '' : ` (and the like in ${counted(walks - 1, 'more walk')})`),
    why,
    fix,
    docs: docsOf(id),
    user,
    token,
    edition,
    walk: walk.id,
    count,
    evidence: shown.map((one) => ({
      request: describeShown(one, baseUrl, replica),
      note: one.note,
      counted: one.isCounted,
    })),
    silenced,
  }
}

export const docsOf = (rule: string): string => `/docs/rules#${rule}`
