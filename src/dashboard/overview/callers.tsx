// The card about clients: the number of requests, keys and findings, and the newest request.

import { useComputed } from '@preact/signals'
import type { RequestEntry } from '../../client/wire.ts'
import { MAX_ENTRIES, requests } from '../mock/live.ts'
import { findings } from '../mock/status.ts'
import { hrefOf, userId } from '../page-address.ts'
import { counted, toClock, toCount } from '../widgets/format.ts'
import { StatusPill } from '../widgets/status-pill.tsx'
import { toFigure } from './amounts.ts'
import { Figure } from './figure.tsx'

/** Whether a client sent it, not this page, and as the chosen user (if one is chosen). */
const isClient = ({ user, dashboard }: RequestEntry): boolean =>
  !dashboard && (userId.value === undefined || user === userId.value)

export function Callers() {
  const seen = useComputed(() => {
    const entries = requests.value.filter(isClient)
    const keys = new Set(entries.map(({ user, token }) => `${user} ${token}`))
    return { count: entries.length, keys: keys.size, last: entries.at(-1) }
  })
  const { count, keys, last } = seen.value
  // The page keeps at most MAX_ENTRIES requests. When it is full, there may have been more.
  const more = requests.value.length < MAX_ENTRIES ? '' : '+'
  return (
    <section class="card callers" aria-label="Who asked">
      <h2>Who asked</h2>
      <ul class="figures">
        <Figure
          href={hrefOf('requests')}
          name={count === 1 && more === '' ? 'request' : 'requests'}
          value={toFigure(count) + more}
        />
        <Figure
          href={hrefOf('requests')}
          name={keys === 1 ? 'client' : 'clients'}
          value={toCount(keys)}
          hint="by the keys that they sent"
        />
        <FindingFigure />
      </ul>
      <p class="last muted">
        {last === undefined ? (
          'No client has asked yet. A client is told by the key that it sends.'
        ) : (
          <>
            The last at {toClock(last.time).slice(0, 8)} UTC:{' '}
            <a href={hrefOf('requests', { open: last.id })}>
              {last.method} <bdi>{last.path}</bdi>
            </a>{' '}
            <StatusPill status={last.status} />
          </>
        )}
      </p>
    </section>
  )
}

function FindingFigure() {
  const list = findings.value
  const errors = list.filter(({ severity }) => severity === 'error').length
  const hint =
    list.length === 0
      ? 'clients did nothing wrong'
      : errors > 0
        ? counted(errors, 'error')
        : 'no errors among them'
  return (
    <Figure
      href={hrefOf('walks')}
      name={list.length === 1 ? 'finding' : 'findings'}
      value={toCount(list.length)}
      tone={list[0]?.severity ?? 'fine'}
      hint={hint}
    />
  )
}
