// The settings of the process: its memory and its log.

import * as z from 'zod'
import { flag, whole } from '../problems/given-values.ts'
import { MIN_MEMORY_MIB } from '../system/memory-budget.ts'
import { descriptions } from './description.ts'

export const keeping = {
  memory: whole(MIN_MEMORY_MIB, 65_536)
    .default(256)
    .register(descriptions, {
      argument: 'MB',
      text: 'what the process should take, without the rows, default 256',
      more:
        'The journal, the cache of answers, the judgements and the cursors that it knows get what is ' +
        'left of it.',
    }),
}

export const output = {
  logLevel: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .register(descriptions, {
      argument: 'LEVEL',
      text: 'silent, error, warn, info (default) or debug (every request)',
    }),
  quiet: flag.default(false).register(descriptions, { text: 'errors only' }),
}
