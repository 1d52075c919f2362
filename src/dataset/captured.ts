// The note in a captured dataset about the list that it comes from.

import * as z from 'zod'

/** The kinds of texts that a capture can replace. */
export const textKinds = [
  'names',
  'phones',
  'identifiers',
  'variables',
  'assistants',
  'uuids',
] as const
export type TextKind = (typeof textKinds)[number]

export const CaptureNote = z
  .strictObject({
    rows: z.int().nonnegative(),
    total: z.int().nonnegative().nullable().describe('What the API said; null where it did not.'),
    complete: z.boolean().describe('Whether all rows of the list are there.'),
    paginator: z.enum(['page', 'cursor']),
    filters: z.array(z.string()).describe('The names of the filters; their values may be texts.'),
    kept: z.array(z.enum(textKinds)).describe('The kinds of texts that are original.'),
  })
  .meta({ id: 'CaptureNote', description: 'Where the rows of a captured dataset come from.' })
export type CaptureNote = z.infer<typeof CaptureNote>
