// The settings of the admin API and the dashboard.

import * as z from 'zod'
import { flag, whole } from '../problems/given-values.ts'
import { setting } from './setting.ts'

export const adminApi = {
  adminToken: setting(
    {
      argument: 'TOKEN',
      text: 'the token that it needs; generated and printed if absent',
    },
    () =>
      z.string().regex(/^[!-~]{8,200}$/, { error: 'must be 8 to 200 visible ASCII characters' }),
  ),
  allowedHosts: setting(
    {
      argument: 'NAMES',
      text: 'more host names that it answers to, separated by commas',
      more: 'It always answers to loopback names and to the bound address.',
    },
    () =>
      z
        .union([z.string(), z.array(z.string())])
        .transform((value) => (typeof value === 'string' ? value.split(',') : value))
        .pipe(
          z.array(
            z
              .string()
              .trim()
              .toLowerCase()
              .regex(/^(?:[\w.-]+|\[[\da-f:]+\])$/, {
                error: 'must be host names without port, separated by commas',
              }),
          ),
        ),
    [],
  ),
  dashboard: setting({ text: 'do not serve the page at /', isNegated: true }, () => flag, true),
  journal: setting(
    {
      argument: 'N',
      text: 'requests to remember of each user, default 10000; 0 for none',
    },
    () => whole(0, 1_000_000),
    10_000,
  ),
}
