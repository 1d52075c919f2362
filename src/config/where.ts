// The settings of the address where a mock listens.

import { isIPv6 } from 'node:net'
import * as z from 'zod'
import { whole } from '../problems/given-values.ts'
import { setting } from './setting.ts'

export const where = {
  port: setting(
    { argument: 'PORT', text: 'default 4080; 0 takes a free port' },
    () => whole(0, 65_535),
    4080,
  ),
  host: setting(
    {
      argument: 'HOST',
      text: 'default loopback, in IPv4 and IPv6; 0.0.0.0 for every interface',
    },
    () =>
      z
        .string()
        .min(1)
        .refine((value) => !value.includes('/'), {
          error: 'must be a name or an address without http://, such as localhost',
          abort: true,
        })
        .transform((value) => /^\[(.*)\]$/.exec(value)?.[1] ?? value)
        .refine((value) => !value.includes(':') || isIPv6(value), {
          error: 'must be a name or an address without port; --port gives that',
        }),
    'loopback',
  ),
  replica: setting(
    {
      argument: 'NAME',
      text: 'the name of this mock among several behind a balancer',
      more: 'GET /readyz and the journal tell it, and tokens that it makes begin with it and a dot.',
    },
    () =>
      z.string().regex(/^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i, {
        error: 'must be a name of letters, digits and dashes, such as mock-0',
      }),
  ),
  tlsCert: setting(
    {
      argument: 'FILE',
      text: 'speak HTTPS with this certificate, in PEM',
      more: 'Certificates that it was signed with may follow in the file. Needs the key as well.',
    },
    () => z.string().min(1),
  ),
  tlsKey: setting({ argument: 'FILE', text: 'the key of the certificate, in PEM' }, () =>
    z.string().min(1),
  ),
}
