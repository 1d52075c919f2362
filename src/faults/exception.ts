// `exception`: the application throws while it handles a request.

import * as z from 'zod'
import type { Behaviour } from './behaviour.ts'

export const ExceptionEffect = z.strictObject({ type: z.literal('exception') }).meta({
  id: 'ExceptionEffect',
  description:
    'Answers 500 after the checks of the token and the rate limit. The request counts toward ' +
    'the rate limit. Nothing is stored. Requests that are refused earlier keep their answer ' +
    'and do not count as struck.',
})

export const exception = (): Behaviour => ({ throws: true })
