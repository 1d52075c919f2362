// The limits that the soak test checks.

import type { Options } from './options.ts'

/** A measured value, its upper limit, and the time of the measurement. */
export type Check = {
  readonly what: string
  readonly value: number
  readonly bound: number
  readonly unit: string
  /** Seconds since the start. */
  readonly at: number
}

export type Losses = Readonly<Record<'requests' | 'rows' | 'events' | 'calls', number>>

type Bounds = Pick<Options, 'max-mb' | 'max-mb-after' | 'max-wait'>

export function checkMemory(
  { highest, after }: Readonly<Record<'highest' | 'after', { mb: number; at: number }>>,
  bounds: Bounds,
): Check[] {
  const unit = 'MB'
  return [
    { what: 'memory', value: highest.mb, bound: bounds['max-mb'], unit, at: highest.at },
    {
      what: 'memory after the users were gone',
      value: after.mb,
      bound: bounds['max-mb-after'],
      unit,
      at: after.at,
    },
  ]
}

export function checkLosses(lost: Losses, at: number): Check[] {
  const words: Readonly<Record<keyof Losses, string>> = {
    requests: 'requests not answered with 200',
    rows: 'rows missed by a client that walked to the end',
    events: 'requests that a reading follower did not hear of',
    calls: 'calls of the admin API that failed',
  }
  return (['requests', 'rows', 'events', 'calls'] as const).map((kind) => ({
    what: words[kind],
    value: lost[kind],
    bound: 0,
    unit: '',
    at,
  }))
}

/** A sentence for each check that failed. */
export function toBroken(checks: readonly Check[]): string[] {
  return checks.filter(({ value, bound }) => !(value <= bound)).map(toSentence)
}

function toSentence({ what, value, bound, unit, at }: Check): string {
  const [shown, most] = [value, bound].map((number) => `${round(number)} ${unit}`.trim())
  return `${what}: ${shown}, the bound is ${most} (at ${at.toFixed(0)} s)`
}

const round = (value: number): string => String(Math.round(value * 10) / 10)
