// The settings of the process: its memory and its log.

import * as z from 'zod'
import { flag, whole } from '../problems/given-values.ts'
import { MIN_MEMORY_MIB } from '../system/memory-budget.ts'
import { setting } from './setting.ts'

export const keeping = {
  memory: setting(
    {
      argument: 'MB',
      text: `what the process should take, without the rows: ${MIN_MEMORY_MIB} or more, default 256`,
      more:
        'The journal, the cache of answers, the judgements and the cursors that it knows get what is ' +
        'left of it.',
    },
    () => whole(MIN_MEMORY_MIB, 65_536),
    256,
  ),
}

export const output = {
  logLevel: setting(
    {
      argument: 'LEVEL',
      text: 'silent, error, warn, info (default) or debug (every request)',
      more: 'A terminal gets lines of text. A file or a pipe gets JSON, an object a line.',
    },
    () => z.enum(['silent', 'error', 'warn', 'info', 'debug']),
    'info',
  ),
  quiet: setting({ text: 'errors only' }, () => flag, false),
}
