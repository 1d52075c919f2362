// The bar with the shares of a walk's rows, their numbers, and lists of the rows.

import { useState } from 'preact/hooks'
import type { WalkView } from '../../client/wire.ts'
import { counted, toCount } from '../widgets/format.ts'
import { hrefOf } from '../page-address.ts'
import { hrefOfPair } from '../requests/compare-address.ts'
import { type Share, sharesOf } from './shares.ts'

export function RowsBar({ walk }: { readonly walk: WalkView }) {
  const shares = sharesOf(walk)
  if (shares.length === 0) return null
  return (
    <div class="rows">
      <div class="bar" aria-hidden="true">
        {shares.map(({ kind, count }) => (
          <span key={kind} class={kind} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul class="legend">
        {shares.map((share) => (
          <li key={share.kind} class={share.kind}>
            {toCount(share.count)} {share.word}
          </li>
        ))}
      </ul>
      {shares.map(
        ({ kind, rows, ...share }) =>
          rows.length > 0 && <Rows key={kind} share={{ kind, rows, ...share }} walk={walk} />,
      )}
    </div>
  )
}

function Rows({
  share: { rows, count, word },
  walk: { id: walk, user, token },
}: {
  readonly share: Share
  readonly walk: WalkView
}) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Which {word}</summary>
      {isOpen && (
        <>
          <ul class="uuids mono">
            {rows.map(({ id, uuid, requests = [] }) => (
              <li key={id}>
                {uuid === null ? (
                  `row ${id}, which is gone`
                ) : (
                  <a
                    href={hrefOf('conversations', {
                      user: user ?? undefined,
                      row: uuid,
                      token: token ?? undefined,
                    })}
                  >
                    <bdi>{uuid}</bdi>
                  </a>
                )}
                <Answers requests={requests} walk={walk} />
              </li>
            ))}
          </ul>
          {count > rows.length && (
            <p class="muted">and {counted(count - rows.length, 'row')} more</p>
          )}
        </>
      )}
    </details>
  )
}

/** Links to the answers that brought a row, and to a comparison of the first two. */
function Answers({
  requests,
  walk,
}: {
  readonly requests: readonly number[]
  readonly walk: number
}) {
  const [first, second] = requests
  if (first === undefined || second === undefined) return null
  return (
    <span class="answers">
      in{' '}
      {requests.map((request) => (
        <a key={request} href={hrefOf('requests', { open: request })}>
          #{request}
        </a>
      ))}{' '}
      <a href={hrefOfPair(first, second, walk)}>side by side</a>
    </span>
  )
}
