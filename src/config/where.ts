// Where a mock listens.

import { isIPv6 } from 'node:net'
import * as z from 'zod'
import { whole } from '../problems/given-values.ts'
import { descriptions } from './description.ts'

export const where = {
  port: whole(0, 65_535)
    .default(4080)
    .register(descriptions, { argument: 'PORT', text: 'default 4080; 0 takes a free port' }),
  host: z
    .string()
    .min(1)
    .refine((value) => !value.includes('/'), {
      error: 'must be a name or an address without http://, such as localhost',
      abort: true,
    })
    .transform((value) => /^\[(.*)\]$/.exec(value)?.[1] ?? value)
    .refine((value) => !value.includes(':') || isIPv6(value), {
      error: 'must be a name or an address without port; --port gives that',
    })
    .default('loopback')
    .register(descriptions, {
      argument: 'HOST',
      text: 'default loopback, in IPv4 and IPv6; 0.0.0.0 for every interface',
    }),
}
