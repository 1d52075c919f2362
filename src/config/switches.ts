// The switches: settings for details that the API documentation leaves open.

import * as z from 'zod'
import { editionNames } from '../editions.ts'
import { choice, flag, whole } from '../problems/given-values.ts'
import { setting } from './setting.ts'

export const switches = {
  edition: setting(
    {
      argument: 'NAME',
      text: `for tokens that name none: ${editionNames.join(', ')} (default combined)`,
    },
    () => z.enum(editionNames),
    'combined',
  ),
  rateLimit: setting(
    {
      argument: 'N|off',
      text: 'requests a minute and user (default off)',
      more: "The mock sends Laravel's headers, and 429 beyond the limit.",
    },
    () => {
      const error = 'must be off or a whole number from 1 to 1000000'
      return z.union([z.literal('off'), whole(1, 1_000_000, error)], { error })
    },
    'off',
  ),
  jsonErrors: setting(
    {
      argument: 'MODE',
      text: 'always (default), or negotiated by Accept as Laravel does',
      more: 'With negotiated, a client that does not accept JSON gets redirects and HTML pages.',
    },
    () => z.enum(['always', 'negotiated']),
    'always',
  ),
  urls: setting(
    {
      argument: 'MODE',
      text: 'bare (default), or withQueryString: page URLs carry the filters',
      more: 'The examples in the public documentation lose the filters.',
    },
    () => z.enum(['bare', 'withQueryString']),
    'bare',
  ),
  cursorKeys: setting(
    {
      argument: '5|7',
      text: 'keys of cursor JSON (default: as the edition documents)',
      more: 'Seven are the five, next_page_url and prev_page_url.',
    },
    () => choice([5, 7]),
  ),
  order: setting(
    {
      argument: 'COLUMN',
      text: 'id (default) or created_at, newest first',
    },
    () => z.enum(['id', 'created_at']),
    'id',
  ),
  trustProxies: setting({ text: 'let X-Forwarded-* shape the URLs' }, () => flag, false),
  laravel: setting(
    { argument: 'VERSION', text: '11 (default), 12 or 13' },
    () => choice([11, 12, 13]),
    11,
  ),
  publicUrl: setting(
    {
      argument: 'URL',
      text: 'origin of URLs in bodies: request (default), brand, or a URL',
    },
    () =>
      z
        .string()
        .refine((value) => value === 'request' || value === 'brand' || isHttpUrl(value), {
          error: 'must be request, brand or a URL such as https://app.example.com',
          abort: true,
        })
        .refine((value) => !/[?#]/.test(value), {
          error: 'must be a URL without query and fragment, which pages and cursors add',
        }),
    'request',
  ),
  lookupFirst: setting(
    {
      text: 'look for a conversation before its message is validated',
      more: 'An unknown conversation is then 404 also with a bad body, which is 422 otherwise.',
    },
    () => flag,
    false,
  ),
  automate401: setting(
    {
      argument: 'MODE',
      text: '401 of the AI switch: documented (default) or framework',
      more: 'Documented is a body of its own; framework is that of all other endpoints.',
    },
    () => z.enum(['documented', 'framework']),
    'documented',
  ),
  validationMessage: setting(
    {
      argument: 'MODE',
      text: '422 of the webhook endpoints: summary (default) or given',
      more: 'Given is "The given data was invalid." of older versions.',
    },
    () => z.enum(['summary', 'given']),
    'summary',
  ),
  retryAfter: setting(
    {
      argument: 'MODE',
      text: '429 of generated replies: left (default) or fixed',
      more: 'Fixed always says 60 seconds, without Retry-After.',
    },
    () => z.enum(['left', 'fixed']),
    'left',
  ),
  assistantsEnvelope: setting(
    {
      text: 'wrap the short list of assistants as {"assistants": [...]}',
      more: 'Without it the list is a bare array, which clients need.',
    },
    () => flag,
    false,
  ),
}

function isHttpUrl(text: string): boolean {
  return z.url({ protocol: /^https?$/ }).safeParse(text).success
}
