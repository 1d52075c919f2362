// The filters of the request, in words. A click removes one, also while the filter form is folded.

import type { EditionName, Parameter } from '../../editions.ts'
import { move } from './address.ts'
import {
  isHonoured,
  parameters,
  type Query,
  toWords,
  withFilter,
  withoutPosition,
} from './query.ts'

type Props = { readonly query: Query; readonly edition: EditionName }

export function ActiveFilters({ query, edition }: Props) {
  const sent = withoutPosition(query).filter(([name]) => name !== 'per_page')
  if (sent.length === 0) return null
  return (
    <div class="row active-filters" role="group" aria-label="Filters that are sent">
      <span class="muted">Only rows with</span>
      {sent.map(([name, value]) => {
        const reason = reasonToIgnore(name, edition)
        return (
          <button
            key={name}
            type="button"
            class={`small ${reason === undefined ? '' : 'ignored'}`}
            title={reason ?? 'Remove this filter'}
            onClick={() => move({ query: withFilter(query, name, '') })}
          >
            <bdi>{toWords([[name, value]])}</bdi>
            {reason !== undefined && ' (ignored)'} <span aria-hidden="true">✕</span>
            <span class="unseen">remove</span>
          </button>
        )
      })}
      <button type="button" class="small" onClick={() => move({ query: [] })}>
        Clear all
      </button>
    </div>
  )
}

function reasonToIgnore(name: string, edition: EditionName): string | undefined {
  const known: Parameter | undefined = parameters.find((parameter) => parameter === name)
  if (known === undefined) return 'No edition knows this parameter. Click to remove it.'
  return isHonoured(edition, known) ? undefined : `Ignored by ${edition}. Click to remove it.`
}
