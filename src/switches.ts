// Settings for what the documentation of the emulated API leaves open. Each is a flag, an environment variable, a key of the
// config file and an option of startMock().

import * as z from 'zod'
import { editionNames } from './editions.ts'

export const Switches = z.strictObject({
  /** Which edition a token meets that names none. */
  edition: z.enum(editionNames).default('combined'),
  /** Requests a minute and user. */
  rateLimit: z.union([z.literal('off'), z.int().min(1).max(1_000_000)]).default('off'),
  /** Whether errors are JSON whatever Accept says, or Laravel's default (redirects and HTML pages). */
  jsonErrors: z.enum(['always', 'negotiated']).default('always'),
  /** Whether page and cursor URLs carry the filters. */
  urls: z.enum(['bare', 'withQueryString']).default('bare'),
  /** Whether cursor JSON has next_page_url and prev_page_url; undefined leaves it to the edition. */
  cursorKeys: z.union([z.literal(5), z.literal(7)]).optional(),
  /** Newest id first, or created_at desc, id desc. */
  order: z.enum(['id', 'created_at']).default('id'),
  /** Whether X-Forwarded-* headers shape the URLs. */
  trustProxies: z.boolean().default(false),
  /** Major version of Laravel. */
  laravel: z.union([z.literal(11), z.literal(12), z.literal(13)]).default(11),
  /** Origin of the URLs in bodies. */
  publicUrl: z.union([z.enum(['request', 'brand']), z.url({ protocol: /^https?$/ })]).default('request'),
})
export type Switches = z.infer<typeof Switches>
