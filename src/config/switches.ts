// The switches: settings for details that the API documentation leaves open.

import * as z from 'zod'
import { editionNames } from '../editions.ts'
import { choice, flag, whole } from '../problems/given-values.ts'
import { descriptions } from './description.ts'

export const switches = {
  edition: z
    .enum(editionNames)
    .default('combined')
    .register(descriptions, {
      argument: 'NAME',
      text: `for tokens that name none: ${editionNames.join(', ')} (default combined)`,
    }),
  rateLimit: z
    .union([z.literal('off'), whole(1, 1_000_000)], {
      error: 'must be off or a whole number from 1 to 1000000',
    })
    .default('off')
    .register(descriptions, {
      argument: 'N|off',
      text: 'requests a minute and user (default off)',
      more: "The mock sends Laravel's headers, and 429 beyond the limit.",
    }),
  jsonErrors: z.enum(['always', 'negotiated']).default('always').register(descriptions, {
    argument: 'MODE',
    text: 'always (default), or negotiated by Accept as Laravel does',
    more: 'With negotiated, a client that does not accept JSON gets redirects and HTML pages.',
  }),
  urls: z.enum(['bare', 'withQueryString']).default('bare').register(descriptions, {
    argument: 'MODE',
    text: 'bare (default), or withQueryString: page URLs carry the filters',
    more: 'The examples in the public documentation lose the filters.',
  }),
  cursorKeys: choice([5, 7]).optional().register(descriptions, {
    argument: '5|7',
    text: 'keys of cursor JSON (default: as the edition documents)',
    more: 'Seven are the five, next_page_url and prev_page_url.',
  }),
  order: z.enum(['id', 'created_at']).default('id').register(descriptions, {
    argument: 'COLUMN',
    text: 'id (default) or created_at, newest first',
  }),
  trustProxies: flag
    .default(false)
    .register(descriptions, { text: 'let X-Forwarded-* shape the URLs' }),
  laravel: choice([11, 12, 13])
    .default(11)
    .register(descriptions, { argument: 'VERSION', text: '11 (default), 12 or 13' }),
  publicUrl: z
    .string()
    .refine((value) => value === 'request' || value === 'brand' || isHttpUrl(value), {
      error: 'must be request, brand or a URL such as https://app.example.com',
      abort: true,
    })
    .refine((value) => !/[?#]/.test(value), {
      error: 'must be a URL without query and fragment, which pages and cursors add',
    })
    .default('request')
    .register(descriptions, {
      argument: 'URL',
      text: 'origin of URLs in bodies: request (default), brand, or a URL',
    }),
  lookupFirst: flag.default(false).register(descriptions, {
    text: 'look for a conversation before its message is validated',
    more: 'An unknown conversation is then 404 also with a bad body, which is 422 otherwise.',
  }),
  automate401: z.enum(['documented', 'framework']).default('documented').register(descriptions, {
    argument: 'MODE',
    text: '401 of the AI switch: documented (default) or framework',
    more: 'Documented is a body of its own; framework is that of all other calls.',
  }),
  validationMessage: z.enum(['summary', 'given']).default('summary').register(descriptions, {
    argument: 'MODE',
    text: '422 of the webhook calls: summary (default) or given',
    more: 'Given is "The given data was invalid." of older versions.',
  }),
  retryAfter: z.enum(['left', 'fixed']).default('left').register(descriptions, {
    argument: 'MODE',
    text: '429 of generated replies: left (default) or fixed',
    more: 'Fixed always says 60 seconds, without Retry-After.',
  }),
  assistantsEnvelope: flag.default(false).register(descriptions, {
    text: 'wrap the short list of assistants as {"assistants": [...]}',
    more: 'Without it the list is a bare array, which clients need.',
  }),
}

function isHttpUrl(text: string): boolean {
  return z.url({ protocol: /^https?$/ }).safeParse(text).success
}
