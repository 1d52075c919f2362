// `delay`: the answer waits for a fixed or a random time.

import * as z from 'zod'
import type { Random } from '../random/random.ts'
import type { Behaviour } from './behaviour.ts'

const MAX_MILLISECONDS = 60_000
const RESOLUTION = 2 ** 31

const type = z.literal('delay')
const milliseconds = z.int().min(0).max(MAX_MILLISECONDS)

const Fixed = z.strictObject({ type, distribution: z.literal('fixed').optional(), milliseconds })

const Uniform = z
  .strictObject({ type, distribution: z.literal('uniform'), min: milliseconds, max: milliseconds })
  .check(({ value, issues }) => {
    if (value.min > value.max)
      issues.push({ code: 'custom', input: value, path: ['min'], message: 'must not be above max' })
  })

const LogNormal = z.strictObject({
  type,
  distribution: z.literal('log_normal'),
  median: z.number().positive().max(MAX_MILLISECONDS),
  sigma: z
    .number()
    .min(0)
    .max(10)
    .describe('The spread of the delays. 0.4 stands for a service that is sometimes slow.'),
})

export const DelayEffect = z.discriminatedUnion('distribution', [Fixed, Uniform, LogNormal]).meta({
  id: 'DelayEffect',
  description: `Answers late, by at most ${MAX_MILLISECONDS} milliseconds.`,
})
export type DelayEffect = z.infer<typeof DelayEffect>

export function delay(effect: DelayEffect): Behaviour {
  return {
    delivers: (delivery, { random }) => ({
      ...delivery,
      delay: Math.min(MAX_MILLISECONDS, delivery.delay + draw(effect, random)),
    }),
  }
}

function draw(effect: DelayEffect, random: Random): number {
  switch (effect.distribution) {
    case 'uniform':
      return effect.min + random.below(effect.max - effect.min + 1)
    case 'log_normal':
      return Math.min(
        MAX_MILLISECONDS,
        Math.round(effect.median * Math.exp(effect.sigma * normal(random))),
      )
    default:
      return effect.milliseconds
  }
}

/** A normal random number with mean 0 and deviation 1, from two uniform ones (Box and Muller). */
function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log((random.below(RESOLUTION) + 1) / RESOLUTION))
  return radius * Math.cos((2 * Math.PI * random.below(RESOLUTION)) / RESOLUTION)
}
