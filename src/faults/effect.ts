// All effects: what they look like and what they do. Adding one is a file and a line in each of the two lists.

import * as z from 'zod'
import type { Behaviour } from './behaviour.ts'
import { countDrift, CountDriftEffect } from './count-drift.ts'
import { delay, DelayEffect } from './delay.ts'
import { duplicateRow, DuplicateRowEffect } from './duplicate-row.ts'
import { empty, EmptyEffect } from './empty.ts'
import { emptyPage, EmptyPageEffect } from './empty-page.ts'
import { expiredCursor, ExpiredCursorEffect } from './expired-cursor.ts'
import { maintenance, MaintenanceEffect } from './maintenance.ts'
import { malformed, MalformedEffect } from './malformed.ts'
import { processError, ProcessErrorEffect } from './process-error.ts'
import { rateLimit, RateLimitEffect } from './rate-limit.ts'
import { repeatCursor, RepeatCursorEffect } from './repeat-cursor.ts'
import { reset, ResetEffect } from './reset.ts'
import { shortPage, ShortPageEffect } from './short-page.ts'
import { slow, SlowEffect } from './slow.ts'
import { status, StatusEffect } from './status.ts'
import { truncate, TruncateEffect } from './truncate.ts'

export const Effect = z
  .discriminatedUnion('type', [
    StatusEffect,
    DelayEffect,
    RateLimitEffect,
    ResetEffect,
    EmptyEffect,
    TruncateEffect,
    MalformedEffect,
    SlowEffect,
    ExpiredCursorEffect,
    RepeatCursorEffect,
    ShortPageEffect,
    EmptyPageEffect,
    CountDriftEffect,
    DuplicateRowEffect,
    MaintenanceEffect,
    ProcessErrorEffect,
  ])
  .meta({ id: 'Effect', description: 'What a fault does.' })
export type Effect = z.infer<typeof Effect>

export function behaviourOf(effect: Effect): Behaviour {
  switch (effect.type) {
    case 'status':
      return status(effect)
    case 'delay':
      return delay(effect)
    case 'rate_limit':
      return rateLimit(effect)
    case 'reset':
      return reset()
    case 'empty':
      return empty()
    case 'truncate':
      return truncate(effect)
    case 'malformed':
      return malformed()
    case 'slow':
      return slow(effect)
    case 'expired_cursor':
      return expiredCursor(effect)
    case 'repeat_cursor':
      return repeatCursor()
    case 'short_page':
      return shortPage(effect)
    case 'empty_page':
      return emptyPage()
    case 'count_drift':
      return countDrift(effect)
    case 'duplicate_row':
      return duplicateRow()
    case 'process_error':
      return processError(effect)
    case 'maintenance':
    default:
      return maintenance(effect)
  }
}
