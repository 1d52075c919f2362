// The chart of conversations and cost by assistant.

import type { Statistics } from '../../client/wire.ts'
import { type Changes, change, pageAddress } from '../page-address.ts'
import { toCost, toFigure, toShare } from './amounts.ts'
import { hrefOfRows } from './rows-link.ts'

/** `filters`: the filters that find the counted conversations. */
type Props = { readonly statistics: Statistics; readonly filters: Changes }

const SHOWN = 10

export function Assistants({ statistics: { assistants, conversations }, filters }: Props) {
  const isUnfolded = pageAddress.value.params['assistants'] === 'all'
  const shown = isUnfolded ? assistants : assistants.slice(0, SHOWN)
  const most = assistants[0]?.conversations ?? 0
  const more = assistants.length - SHOWN
  return (
    <figure class="card chart assistants">
      <figcaption>
        <h3>By assistant</h3>
      </figcaption>
      <ol>
        {shown.map((assistant) => (
          <li key={assistant.id}>
            <a href={hrefOfRows({ ...filters, assistant_id: assistant.id })}>
              <bdi class="name" title={assistant.name}>
                {assistant.name.trim() === '' ? `assistant ${assistant.id}` : assistant.name}
              </bdi>
              <span class="number count">
                {toFigure(assistant.conversations)}
                <span class="unseen"> conversations</span>
              </span>
              <span class="number share">{toShare(assistant.conversations, conversations)}</span>
              <span class="number money">{toCost(assistant.cost)}</span>
              <svg class="bar" aria-hidden="true">
                <rect class="whole" width="100%" height="100%" rx="3" />
                {assistant.conversations > 0 && (
                  <rect
                    class="part"
                    width={`${Math.max(0.5, (assistant.conversations / most) * 100)}%`}
                    height="100%"
                    rx="3"
                  />
                )}
              </svg>
            </a>
          </li>
        ))}
      </ol>
      {more > 0 && (
        <button
          type="button"
          class="small"
          aria-expanded={isUnfolded}
          onClick={() => change({ assistants: isUnfolded ? undefined : 'all' })}
        >
          {isUnfolded ? 'Fewer' : `${more} more`}
        </button>
      )}
    </figure>
  )
}
