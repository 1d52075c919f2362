// `maintenance`: the page of an application after `php artisan down --retry`.

import * as z from 'zod'
import { renderFailure } from '../laravel/failure-page.ts'
import { Failure } from '../laravel/errors.ts'
import type { Behaviour } from './behaviour.ts'
import { mergeHeaders, RetryAfter } from './headers.ts'

export const MaintenanceEffect = z
  .strictObject({
    type: z.literal('maintenance'),
    retry_after: RetryAfter,
  })
  .meta({
    id: 'MaintenanceEffect',
    description: 'Answers 503 with Retry-After and an HTML page. The Accept header has no effect.',
  })
export type MaintenanceEffect = z.infer<typeof MaintenanceEffect>

export function maintenance({ retry_after }: MaintenanceEffect): Behaviour {
  return {
    replaces({ refuse }) {
      const failure = new Failure(503, 'Service Unavailable', {
        headers: { 'Retry-After': String(retry_after) },
      })
      const { headers } = refuse(failure)
      const page = renderFailure(failure, { wantsJson: false, root: '', referer: undefined })
      return {
        ...page,
        headers: mergeHeaders(mergeHeaders(headers, page.headers), failure.headers),
      }
    },
  }
}
