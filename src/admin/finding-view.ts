// A finding as the admin API shows it.

import { type JudgedFinding, firstId } from '../judge/judge.ts'
import type { Finding } from '../judge/schemas.ts'
import { describeEntry } from '../journal/description.ts'

export function toFinding(
  judged: JudgedFinding,
  silenced: string | null,
  { baseUrl, replica }: { readonly baseUrl: string; readonly replica?: string | undefined },
): Finding {
  const { rule, severity, walk, message, shown, count } = judged
  const { id, why, fix } = rule
  const { user, token, edition } = walk
  return {
    id: `${id}-${firstId(judged)}`,
    rule: id,
    severity,
    message,
    why,
    fix,
    docs: docsOf(id),
    user,
    token,
    edition,
    walk: walk.id,
    count,
    evidence: shown.map(({ entry, note }) => ({
      request: describeEntry(entry, baseUrl, replica),
      note,
    })),
    silenced,
  }
}

export const docsOf = (rule: string): string => `/docs/rules#${rule}`
