// The charts of a user's requests in each second. Only these charts are redrawn every second.

import type { ComponentChildren } from 'preact'
import { counted, toCount, toDuration, toShortCount } from '../widgets/format.ts'
import { connection, pulseOf } from '../mock/live.ts'
import type { Second } from '../mock/pulse.ts'
import { currentUser } from '../mock/status.ts'
import { hrefOf } from '../page-address.ts'
import { toShortDuration } from './amounts.ts'
import { type Label, toTicks } from './axis.ts'
import { toPath } from './path.ts'
import { percentile, toLatency } from './percentile.ts'
import { type Area, Plot } from './plot.tsx'

const SHOWN = 120
/** The number of last seconds over which the current answer times are computed. */
const RECENT = 10

const secondsOfUser = (): readonly Second[] => pulseOf(currentUser.value?.id).seconds.value

/** The word for the newest numbers. They stay on the page while the mock is out of reach. */
const toNow = (): string => (connection.value === 'lost' ? 'last seen' : 'now')

export function RequestRate() {
  const seconds = secondsOfUser()
  const current = seconds.at(-1)?.requests ?? 0
  const most = Math.max(0, ...seconds.map(({ requests }) => requests))
  // Requests before the page was opened are not in these numbers.
  const period = seconds.length < SHOWN ? 'since this page opened' : 'in two minutes'
  const total = seconds.reduce((before, { requests }) => before + requests, 0)
  return (
    <LiveCard name="rate" title="Requests per second" legend="by this user">
      <p class="now">
        <b class="current">{toCount(current)}</b> <span>{toNow()}</span>
        {total > 0 && (
          <span class="muted">
            peak {toCount(most)}, {counted(total, 'request')} {period}
          </span>
        )}
      </p>
      <Plot
        label={`Requests per second: ${toNow()} ${current}, at most ${most}, ${total} ${period}`}
        isPicture
        left={{ ticks: toTicks(most, { isWhole: true, count: 3 }), toTick: toShortCount }}
        labels={labelsOf}
        draw={(area) => <path class="rate" d={toColumns(seconds, area)} />}
        above={() => total === 0 && <p class="quiet">Quiet: no requests {period}.</p>}
      />
    </LiveCard>
  )
}

const words = (value: number | undefined): string => (value === undefined ? '–' : toDuration(value))

export function Latency() {
  const seconds = secondsOfUser()
  const { p50, p95 } = toLatency(seconds.slice(-RECENT))
  const slowest = Math.max(0, ...seconds.map(({ durations }) => percentile(durations, 0.95) ?? 0))
  return (
    <LiveCard name="latency" title="Answer times" legend={`${toNow()}: over ${RECENT} seconds`}>
      <p class="now">
        <span class="key-line p50">p50</span> <b>{words(p50)}</b>
        <span class="key-line p95">p95</span> <b>{words(p95)}</b>
      </p>
      <Plot
        label={`How long answers took in the last two minutes; ${toNow()} half within ${words(p50)}, 95% within ${words(p95)}`}
        isPicture
        left={{ ticks: toTicks(slowest, { count: 3 }), toTick: toShortDuration }}
        labels={labelsOf}
        draw={(area) =>
          [0.95, 0.5].map((share) => (
            <path key={share} class={`p${share * 100}`} d={toLine(seconds, share, area)} />
          ))
        }
      />
    </LiveCard>
  )
}

type CardProps = {
  readonly name: string
  readonly title: string
  readonly legend: string
  readonly children: ComponentChildren
}

function LiveCard({ name, title, legend, children }: CardProps) {
  return (
    <figure class={`card chart live ${name}`}>
      <figcaption>
        <h3>
          <a href={hrefOf('requests', { user: currentUser.value?.id })}>{title}</a>
        </h3>
        <p class="legend">{legend}</p>
      </figcaption>
      {children}
    </figure>
  )
}

function labelsOf({ left, width }: Area): Label[] {
  return [
    { x: left + width + 2, text: toNow() },
    { x: left + width / 2, text: connection.value === 'lost' ? '1 minute before' : '1 minute ago' },
  ]
}

/** The left edge of a second's column, in pixels. The newest second ends at the right edge. */
const xOf = (index: number, count: number, { left, width }: Area): number =>
  left + ((SHOWN - count + index) / SHOWN) * width

function toColumns(seconds: readonly Second[], area: Area): string {
  const step = area.width / SHOWN
  return seconds
    .map(({ requests }, index) => {
      const height = requests > 0 ? Math.max(1.5, area.heightOf(requests)) : 0
      const x = xOf(index, seconds.length, area) + step * 0.1
      return height === 0
        ? ''
        : `M${x.toFixed(1)} ${area.bottom}v${(-height).toFixed(1)}h${(step * 0.8).toFixed(1)}V${area.bottom}z`
    })
    .join('')
}

function toLine(seconds: readonly Second[], share: number, area: Area): string {
  const points = seconds.map(({ durations }, index) => {
    const value = percentile(durations, share)
    return value === undefined
      ? undefined
      : { x: xOf(index + 0.5, seconds.length, area), y: area.bottom - area.heightOf(value) }
  })
  return toPath(points)
}
