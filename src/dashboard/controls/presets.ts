// Faults that one click arms. A fault that would stop a client for good strikes only a few times.

import type { Fault } from '../../client/wire.ts'

export type Preset = { readonly name: string; readonly what: string; readonly fault: Fault }

type PresetGroup = { readonly title: string; readonly presets: readonly Preset[] }

export const presetGroups: readonly PresetGroup[] = [
  {
    title: 'Refused',
    presets: [
      {
        name: '429 with Retry-After',
        what: 'The next 3 requests are told to wait 2 seconds.',
        fault: { times: 3, effect: { type: 'rate_limit', retry_after: 2 } },
      },
      {
        name: '429 with a date',
        what: 'The next 3 requests; Retry-After is a date, 5 seconds on.',
        fault: { times: 3, effect: { type: 'rate_limit', retry_after: 5, form: 'date' } },
      },
      {
        name: '429 without Retry-After',
        what: 'The next 3 requests have to guess how long.',
        fault: { times: 3, effect: { type: 'rate_limit', form: 'missing' } },
      },
      {
        name: 'Every third request 500',
        what: 'Until you disarm it.',
        fault: { match: { every: 3 }, effect: { type: 'status', status: 500 } },
      },
      {
        name: 'One in ten 503',
        what: 'At random, until you disarm it.',
        fault: { match: { probability: 0.1 }, effect: { type: 'status', status: 503 } },
      },
      {
        name: 'Maintenance',
        what: '503, Retry-After and an HTML page, until you disarm it.',
        fault: { effect: { type: 'maintenance', retry_after: 60 } },
      },
      {
        name: 'Token refused',
        what: 'The next request gets a 401.',
        fault: { times: 1, effect: { type: 'status', status: 401 } },
      },
      {
        name: 'Cursor expired',
        what: 'The next request with a cursor gets a 422.',
        fault: { times: 1, effect: { type: 'expired_cursor' } },
      },
    ],
  },
  {
    title: 'Slow or broken',
    presets: [
      {
        name: 'Assistant fails',
        what: 'The next message to an assistant gets a 400, and is not stored.',
        fault: { times: 1, effect: { type: 'process_error' } },
      },
      {
        name: 'Exception',
        what: 'The next request that gets past token and limit gets a 500.',
        fault: { times: 1, effect: { type: 'exception' } },
      },
      {
        name: 'Slow',
        what: 'Every answer comes 2 seconds late.',
        fault: { effect: { type: 'delay', milliseconds: 2000 } },
      },
      {
        name: 'Slow at times',
        what: 'Half of the answers come within 0.3 seconds, a few take many times that.',
        fault: { effect: { type: 'delay', distribution: 'log_normal', median: 300, sigma: 1 } },
      },
      {
        name: 'Trickle',
        what: 'Every body comes at 2 kB a second.',
        fault: { effect: { type: 'slow', bytes_per_second: 2000 } },
      },
      {
        name: 'Body cut',
        what: 'The next answer ends after 100 bytes.',
        fault: { times: 1, effect: { type: 'truncate', bytes: 100 } },
      },
      {
        name: 'Broken JSON',
        what: 'The next body lacks its last byte.',
        fault: { times: 1, effect: { type: 'malformed' } },
      },
      {
        name: 'Connection reset',
        what: 'The next request ends in a TCP reset.',
        fault: { times: 1, effect: { type: 'reset' } },
      },
      {
        name: 'No answer',
        what: 'The next connection closes without a byte.',
        fault: { times: 1, effect: { type: 'empty' } },
      },
    ],
  },
  {
    title: 'Lists that lie',
    presets: [
      {
        name: 'Cursor repeats',
        what: 'The next 3 lists link to themselves as the next page.',
        fault: { times: 3, effect: { type: 'repeat_cursor' } },
      },
      {
        name: 'Short page',
        what: 'Every page has one row less than asked for.',
        fault: { effect: { type: 'short_page' } },
      },
      {
        name: 'Empty page',
        what: 'The next list has no rows, though more follow.',
        fault: { times: 1, effect: { type: 'empty_page' } },
      },
      {
        name: 'Row twice',
        what: 'Every list gives its first row twice.',
        fault: { effect: { type: 'duplicate_row' } },
      },
      {
        name: 'Count drifts',
        what: 'The total grows by 1 from page to page (page pagination).',
        fault: { effect: { type: 'count_drift', by: 1 } },
      },
    ],
  },
]
