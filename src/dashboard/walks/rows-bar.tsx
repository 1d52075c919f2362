// The rows of a walk: a bar, its numbers, and the rows themselves.

import { useState } from 'preact/hooks'
import type { WalkView } from '../../client/wire.ts'
import { counted, toCount } from '../widgets/format.ts'
import { hrefOf } from '../page-address.ts'
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
  walk: { user, token },
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
            {rows.map(({ id, uuid }) => (
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
