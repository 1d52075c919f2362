// `exception`: the application throws while it handles a request.

import * as z from 'zod'
import type { Behaviour } from './behaviour.ts'

export const ExceptionEffect = z.strictObject({ type: z.literal('exception') }).meta({
  id: 'ExceptionEffect',
  description:
    'Answers 500 after the token and the rate limit, which counts the request. Nothing is stored. Requests that are refused before keep their answer, and do not count as struck.',
})

export const exception = (): Behaviour => ({ throws: true })
