// The findings, grouped by rule. The report lists the most severe first.

import { useState } from 'preact/hooks'
import type { Finding } from '../../client/wire.ts'
import { counted } from '../widgets/format.ts'
import { Loading } from '../widgets/notice.tsx'
import { StatusPill } from '../widgets/status-pill.tsx'
import { baseUrl } from '../mock/admin.ts'
import { hrefOf, pageAddress } from '../page-address.ts'
import { type FindingGroup, groupByRule, type Sorted } from './finding-groups.ts'
import { Silenced } from './silenced.tsx'
import { SilenceDialog } from './silence-dialog.tsx'
import { severityWords } from './verdict-words.ts'
import { nameOfUser } from './user-name.ts'

type Props = Sorted & {
  /** The number of walks that the findings are about. */
  readonly walks: number
  /** Whether the judge has answered. */
  readonly isKnown: boolean
  readonly onChange: () => void
}

export function Findings({ counting, silenced, walks, isKnown, onChange }: Props) {
  const groups = groupByRule(counting)
  return (
    <section aria-labelledby="findings-title">
      <h2 id="findings-title">Findings</h2>
      {groups.length > 0 && (
        <p class="muted">
          A finding is a mistake of a client. The requests that show it are below its sentence.
        </p>
      )}
      {!isKnown && <Loading what="findings" />}
      {isKnown && groups.length === 0 && (
        <Nothing what={silenced.length === 0 ? 'Nothing' : 'Nothing that counts'} walks={walks} />
      )}
      <div class="groups">
        {groups.map((group) => (
          <Group key={group.rule} group={group} onChange={onChange} />
        ))}
      </div>
      {silenced.length > 0 && <Silenced findings={silenced} onChange={onChange} />}
    </section>
  )
}

function Nothing({ what, walks }: { readonly what: string; readonly walks: number }) {
  const { walk, rule, verdict } = pageAddress.value.params
  const where =
    walk !== undefined
      ? ' in this walk'
      : rule !== undefined
        ? ` by ${rule}`
        : verdict === undefined
          ? ` in ${counted(walks, 'walk')}`
          : ''
  return (
    <p class="card calm">
      <span aria-hidden="true">✓</span> {what} found{where}
    </p>
  )
}

function Group({
  group,
  onChange,
}: {
  readonly group: FindingGroup
  readonly onChange: () => void
}) {
  const { rule, severity, why, fix, docs, findings } = group
  const [isAsking, setAsking] = useState(false)
  const [isLong, setLong] = useState(false)
  const shown = isLong ? findings : findings.slice(0, 3)
  return (
    <article class={`card finding ${severity}`}>
      <header>
        <h3>
          <span class={`pill ${severity}`}>{severityWords[severity]}</span> {rule}
        </h3>
        <a href={baseUrl + docs} target="_blank" rel="noreferrer">
          About this rule<span class="unseen"> {rule} (new tab)</span> ↗
        </a>
        <button
          type="button"
          class="small"
          onClick={() => setAsking(true)}
          aria-label={`Silence this rule: ${rule}`}
        >
          Silence this rule
        </button>
      </header>
      {shown.map((finding) => (
        <Occurrence key={finding.id} finding={finding} />
      ))}
      {shown.length < findings.length && (
        <button type="button" class="small" onClick={() => setLong(true)}>
          {findings.length - shown.length} more like this
        </button>
      )}
      <Advice why={why} fix={fix} />
      {isAsking && (
        <SilenceDialog group={group} onChange={onChange} onClose={() => setAsking(false)} />
      )}
    </article>
  )
}

const Advice = ({ why, fix }: Pick<FindingGroup, 'why' | 'fix'>) => (
  <dl class="facts">
    <dt>Why</dt>
    <dd>{why}</dd>
    <dt>Do instead</dt>
    <dd>{fix}</dd>
  </dl>
)

function Occurrence({ finding }: { readonly finding: Finding }) {
  const { message, user, edition, walk, count, evidence } = finding
  const more = count - evidence.filter((shown) => shown.counted).length
  const name = nameOfUser(user)
  return (
    <div class="occurrence">
      <p class="message" dir="auto">
        {message}
      </p>
      <p class="muted">
        {name !== undefined && <bdi>{name}</bdi>}
        {name !== undefined && ' · '}
        {edition !== null && `${edition} · `}
        {counted(count, 'request')} · <a href={hrefOf('walks', { walk })}>walk #{walk}</a>
      </p>
      <ul>
        {evidence.map(({ request, note }) => (
          <li key={request.id}>
            <a href={hrefOf('requests', { open: request.id })}>#{request.id}</a>{' '}
            <StatusPill status={request.status} />{' '}
            <code class="target">
              {request.method}{' '}
              <bdi>
                {request.path}
                {request.query !== '' && `?${request.query}`}
              </bdi>
            </code>
            {note !== null && (
              <span class="seen" dir="auto">
                {note}
              </span>
            )}
          </li>
        ))}
        {more > 0 && <li class="muted">and {counted(more, 'request')} more</li>}
      </ul>
    </div>
  )
}
