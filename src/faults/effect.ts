// The table of all effects with their schemas and behaviours. A new effect is a new file and row.

import * as z from 'zod'
import type { Behaviour } from './behaviour.ts'
import { countDrift, CountDriftEffect } from './count-drift.ts'
import { delay, DelayEffect } from './delay.ts'
import { duplicateRow, DuplicateRowEffect } from './duplicate-row.ts'
import { empty, EmptyEffect } from './empty.ts'
import { emptyPage, EmptyPageEffect } from './empty-page.ts'
import { exception, ExceptionEffect } from './exception.ts'
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

const effects = {
  status: { schema: StatusEffect, toBehaviour: status },
  delay: { schema: DelayEffect, toBehaviour: delay },
  rate_limit: { schema: RateLimitEffect, toBehaviour: rateLimit },
  reset: { schema: ResetEffect, toBehaviour: reset },
  empty: { schema: EmptyEffect, toBehaviour: empty },
  truncate: { schema: TruncateEffect, toBehaviour: truncate },
  malformed: { schema: MalformedEffect, toBehaviour: malformed },
  slow: { schema: SlowEffect, toBehaviour: slow },
  expired_cursor: { schema: ExpiredCursorEffect, toBehaviour: expiredCursor },
  repeat_cursor: { schema: RepeatCursorEffect, toBehaviour: repeatCursor },
  short_page: { schema: ShortPageEffect, toBehaviour: shortPage },
  empty_page: { schema: EmptyPageEffect, toBehaviour: emptyPage },
  count_drift: { schema: CountDriftEffect, toBehaviour: countDrift },
  duplicate_row: { schema: DuplicateRowEffect, toBehaviour: duplicateRow },
  maintenance: { schema: MaintenanceEffect, toBehaviour: maintenance },
  process_error: { schema: ProcessErrorEffect, toBehaviour: processError },
  exception: { schema: ExceptionEffect, toBehaviour: exception },
}

type Effects = { [Name in keyof typeof effects]: z.infer<(typeof effects)[Name]['schema']> }
export type Effect = Effects[keyof Effects]

const { status: first, ...others } = effects

export const Effect = z
  .discriminatedUnion('type', [first.schema, ...Object.values(others).map(({ schema }) => schema)])
  .meta({ id: 'Effect', description: 'The effect of a fault.' })

const behaviours: { [Name in keyof Effects]: { toBehaviour(effect: Effects[Name]): Behaviour } } =
  effects

export const behaviourOf = <Name extends keyof Effects>(
  effect: Effects[Name] & { readonly type: Name },
): Behaviour => behaviours[effect.type].toBehaviour(effect)
