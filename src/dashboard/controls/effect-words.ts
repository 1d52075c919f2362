// Describes effects that have several forms, in plain words.

import type { ArmedFault } from '../../client/wire.ts'
import { toDuration } from '../widgets/format.ts'

type EffectOf<Name> = Extract<ArmedFault['effect'], { type: Name }>

export function retryInWords({ form, retry_after }: EffectOf<'rate_limit'>): string {
  if (form === 'missing') return 'without Retry-After'
  if (form === 'negative') return 'with a negative Retry-After'
  return `Retry-After ${retry_after} s${form === 'date' ? ' on, as a date' : ''}`
}

export function delayInWords(effect: EffectOf<'delay'>): string {
  switch (effect.distribution) {
    case 'uniform':
      return `waits ${toWait(effect.min)} to ${toWait(effect.max)}`
    case 'log_normal':
      return `waits ${toWait(effect.median)} in half of the cases, at times much longer (sigma ${effect.sigma})`
    default:
      return `waits ${toWait(effect.milliseconds)}`
  }
}

const toWait = (milliseconds: number): string =>
  milliseconds < 10 ? `${milliseconds} ms` : toDuration(milliseconds)
