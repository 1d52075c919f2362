// A finding as the admin API shows it.

import { type JudgedFinding, firstId } from '../judge/judge.ts'
import type { Finding } from '../judge/schemas.ts'
import { counted } from '../judge/words.ts'
import { describeShown } from './shown-text.ts'

export function toFinding(
  judged: JudgedFinding,
  silenced: string | null,
  { baseUrl, replica }: { readonly baseUrl: string; readonly replica?: string | undefined },
): Finding {
  const { rule, severity, walk, shown, count } = judged
  const { id, why, fix } = rule
  const { user, token, edition } = walk
  return {
    id: `${id}-${firstId(judged)}`,
    rule: id,
    severity,
    message: messageOf(judged),
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

/** The message, whose numbers are those of one walk. With several requests in each it says so. */
const messageOf = ({ message, count, walks }: JudgedFinding): string =>
  walks === 1 || count <= walks
    ? message
    : `${message} (also in ${counted(walks - 1, 'more walk')})`

export const docsOf = (rule: string): string => `/docs/rules#${rule}`
