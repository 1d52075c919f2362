// The row of numbers at the top; each leads to what it counts.

import { useComputed } from '@preact/signals'
import { counted, toCount } from '../widgets/format.ts'
import { MAX_ENTRIES, requests } from '../mock/live.ts'
import { currentUser, findings } from '../mock/status.ts'
import { type Changes, hrefOf } from '../page-address.ts'
import { toCost, toFigure } from './amounts.ts'
import type { Sums } from './buckets.ts'
import { hrefOfRows } from './rows-link.ts'

type Props = {
  /** Undefined while they are not known, or cannot be. */
  readonly sums: Sums | undefined
  readonly isLoading: boolean
  /** The filters that find the counted conversations. */
  readonly filters: Changes
}

export function Figures({ sums, isLoading, filters }: Props) {
  const unknown = isLoading ? '…' : '–'
  const href = hrefOfRows(filters)
  return (
    <ul class="figures">
      <Figure
        href={href}
        name="conversations"
        value={sums ? toFigure(sums.conversations) : unknown}
      />
      <Figure href={href} name="messages" value={sums ? toFigure(sums.messages) : unknown} />
      <Figure href={href} name="cost" value={sums ? toCost(sums.cost) : unknown} />
      <Figure href={href} name="cost per conversation" value={sums ? toMeanCost(sums) : unknown} />
      <RequestFigure />
      <FindingFigure />
    </ul>
  )
}

const toMeanCost = ({ cost, conversations }: Sums): string =>
  conversations === 0 ? '–' : toCost(cost / conversations)

/** Of the user that the conversations are of. */
function RequestFigure() {
  const value = useComputed(() => {
    const id = currentUser.value?.id
    const count = requests.value.filter(({ user }) => user === id).length
    // Older ones may have left what this page knows.
    return requests.value.length < MAX_ENTRIES ? toFigure(count) : `${toFigure(count)}+`
  })
  return (
    <Figure
      href={hrefOf('requests', { user: currentUser.value?.id })}
      name="requests"
      value={value.value}
    />
  )
}

function FindingFigure() {
  const id = currentUser.value?.id
  const list = findings.value.filter(({ user }) => user === id)
  const errors = list.filter(({ severity }) => severity === 'error').length
  const tone = list[0]?.severity ?? 'fine'
  const hint =
    list.length === 0
      ? 'clients did nothing wrong'
      : errors > 0
        ? counted(errors, 'error')
        : 'no errors among them'
  const name = list.length === 1 ? 'finding' : 'findings'
  return (
    <Figure
      href={hrefOf('walks', { user: id })}
      name={name}
      value={toCount(list.length)}
      tone={tone}
      hint={hint}
    />
  )
}

type FigureProps = {
  readonly href: string
  readonly name: string
  readonly value: string
  readonly tone?: string
  readonly hint?: string
}

function Figure({ href, name, value, tone = '', hint }: FigureProps) {
  return (
    <li>
      <a class={`card figure ${tone}`} href={href} title={hint}>
        <span class="value" style={{ '--length': value.length }}>
          {value}
        </span>{' '}
        <span class="name">{name}</span>
      </a>
    </li>
  )
}
