// The list of silenced findings, each with a button to count it again.

import type { Finding } from '../../client/wire.ts'
import { attempt } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import { hrefOf } from '../page-address.ts'
import { nameOfUser } from './user-name.ts'

type Props = { readonly findings: readonly Finding[]; readonly onChange: () => void }

export function Silenced({ findings, onChange }: Props) {
  return (
    <section class="card silenced" aria-labelledby="silenced-title">
      <h3 id="silenced-title">Silenced: these do not count</h3>
      <ul>
        {findings.map((finding) => (
          <SilencedFinding key={finding.id} finding={finding} onChange={onChange} />
        ))}
      </ul>
    </section>
  )
}

function SilencedFinding({
  finding,
  onChange,
}: {
  readonly finding: Finding
  readonly onChange: () => void
}) {
  const { rule, user, message, silenced, walk } = finding
  const name = nameOfUser(user)

  async function countAgain(): Promise<void> {
    if (await attempt(() => remove(rule, user), `${rule} counts again.`)) onChange()
  }

  return (
    <li>
      <div>
        <p>
          <strong>{rule}</strong>
          {name !== undefined && ' · '}
          {name !== undefined && <bdi>{name}</bdi>} ·{' '}
          <a href={hrefOf('walks', { walk })}>walk #{walk}</a>
        </p>
        <p class="muted" dir="auto">
          {message}
        </p>
        <p>
          Reason: <bdi>{silenced}</bdi>
        </p>
      </div>
      <button
        type="button"
        class="small"
        onClick={() => void countAgain()}
        aria-label={`Count it again: ${rule}`}
      >
        Count it again
      </button>
    </li>
  )
}

/** Removes the user's own silence of the rule, or else the silence for the whole run. */
async function remove(rule: string, user: number | null): Promise<void> {
  const query = { user: user ?? undefined }
  const { silences } = await ask<{ silences: readonly { rule: string }[] }>('GET', '/silences', {
    query,
  })
  await ask(
    'DELETE',
    `/silences/${rule}`,
    silences.some((own) => own.rule === rule) ? { query } : {},
  )
}
