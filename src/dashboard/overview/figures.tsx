// The sums of the conversations. Each sum links to the conversations that it counts.

import type { Changes } from '../page-address.ts'
import { toCost, toFigure } from './amounts.ts'
import type { Sums } from './buckets.ts'
import { Figure } from './figure.tsx'
import { hrefOfRows } from './rows-link.ts'

type Props = {
  /** Undefined while the sums are loading, and when loading failed. */
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
    </ul>
  )
}

const toMeanCost = ({ cost, conversations }: Sums): string =>
  conversations === 0 ? '–' : toCost(cost / conversations)
