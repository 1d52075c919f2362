// Three cards: what the mock is, which clients have asked, and whether it has errors.

import { useEffect, useRef } from 'preact/hooks'
import type { About } from '../../client/wire.ts'
import { editionWords } from '../begin/edition-words.ts'
import { ask } from '../mock/admin.ts'
import { connection, isThere, requests } from '../mock/live.ts'
import { status, users } from '../mock/status.ts'
import { hrefOf } from '../page-address.ts'
import { counted, toClock, toDateTime } from '../widgets/format.ts'
import { useLoad } from '../widgets/use-load.ts'
import { toMemory, toUptime } from './amounts.ts'
import { Callers } from './callers.tsx'

export function AboutMock() {
  const { data } = useAbout()
  return (
    <div class="about">
      <WhatItIs about={data} />
      <Callers />
      <Health about={data} />
    </div>
  )
}

/** The mock reports no change of memory. The page asks after other changes, at most this often. */
const PAUSE_MS = 5000

function useAbout() {
  const loaded = useLoad('about', (signal) => ask<About>('GET', '/about', { signal }))
  const askedAt = useRef(0)
  const { isLoading, reload } = loaded
  useEffect(() => {
    if (isLoading) askedAt.current = performance.now()
  }, [isLoading])
  useEffect(() => {
    if (isLoading || !isThere.value || document.hidden) return undefined
    const timer = setTimeout(reload, Math.max(0, askedAt.current + PAUSE_MS - performance.now()))
    return () => clearTimeout(timer)
  }, [status.value, requests.value.length, isThere.value])
  return loaded
}

type Props = { readonly about: About | undefined }

/** The origin of the rows, without their number: the text before it already says the number. */
const originOf = ({ dataset }: About): string =>
  dataset.replace(/^\d+ generated rows of/, 'generated from')

function WhatItIs({ about }: Props) {
  return (
    <section class="card" aria-label="What this mock is">
      <h2>What is it</h2>
      <dl class="facts">
        <dt>Edition</dt>
        <dd>
          {about && (
            <>
              <strong>{about.edition}</strong>{' '}
              <span class="muted">
                {editionWords[about.edition]} An edition is the API as one brand documents it; each
                key has one.
              </span>
            </>
          )}
        </dd>
        <dt>Rows</dt>
        <dd>
          <a href={hrefOf('conversations')}>
            {counted(status.value?.conversations ?? 0, 'conversation')}
          </a>{' '}
          of{' '}
          <a href={hrefOf('controls', { part: 'users' })}>
            {counted(users.value?.length ?? 0, 'user')}
          </a>
          {about && (
            <span class="muted">
              ; it began with {counted(about.rows, 'row')} (<bdi>{originOf(about)}</bdi>)
            </span>
          )}
        </dd>
        <dt>Seed</dt>
        <dd>
          {about?.seed} <span class="muted">The same seed makes the same rows.</span>
        </dd>
        <dt>Switches</dt>
        <dd>{about && <Switches about={about} />}</dd>
      </dl>
    </section>
  )
}

/** The switches that differ from their default. A switch settles what the API's docs leave open. */
function Switches({ about: { switches } }: { readonly about: About }) {
  if (switches.length === 0)
    return (
      <span class="muted">
        All have their default. They settle what the documentation leaves open.
      </span>
    )
  return (
    <span class="row">
      {switches.map(({ flag, value }) => (
        <code key={flag}>
          {flag}
          {value === 'true' ? '' : `=${value}`}
        </code>
      ))}
    </span>
  )
}

function Health({ about }: Props) {
  const isLost = connection.value === 'lost'
  const isWell = !isLost && about !== undefined && about.errors === 0
  return (
    <section class="card health" aria-label="Whether the mock is well">
      <h2>
        Is it well{' '}
        <span class={`chip ${isWell ? 'good' : about || isLost ? 'warn' : ''}`}>
          {isLost ? 'no answer' : about === undefined ? '…' : isWell ? 'yes' : 'it had errors'}
        </span>
      </h2>
      {about && <Facts about={about} />}
    </section>
  )
}

function Facts({ about }: { readonly about: About }) {
  const { uptime, memory, file, version, node } = about
  return (
    <dl class="facts">
      <dt>Up</dt>
      <dd>
        {toUptime(uptime)}{' '}
        <span class="muted">
          version {version} on Node.js {node}
        </span>
      </dd>
      <dt>Memory</dt>
      <dd>{toMemory(memory)}</dd>
      <dt>Last error</dt>
      <dd>
        <LastError about={about} />
      </dd>
      <dt>Rows are in</dt>
      <dd>
        {file === null ? (
          <>
            memory <span class="muted">A restart brings the rows of the start back.</span>
          </>
        ) : (
          <code>{file}</code>
        )}
        {about.is_read_only && <span class="muted"> Read only: nothing is written.</span>}
      </dd>
    </dl>
  )
}

function LastError({ about: { errors, last_error: last } }: { readonly about: About }) {
  if (last === null) return <span>none</span>
  return (
    <>
      <span dir="auto">{last.message}</span>{' '}
      <span class="muted" title={toDateTime(last.time)}>
        at {toClock(last.time).slice(0, 8)} UTC, {counted(errors, 'error')} in all
      </span>
    </>
  )
}
