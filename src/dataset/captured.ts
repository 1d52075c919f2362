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
    total: z
      .int()
      .nonnegative()
      .nullable()
      .describe('The total that the API returned. Null when the API returned no total.'),
    complete: z.boolean().describe('True when the dataset has all rows of the list.'),
    paginator: z.enum(['page', 'cursor']),
    filters: z
      .array(z.string())
      .describe('The names of the filters, without values. The values could contain texts.'),
    kept: z
      .array(z.enum(textKinds))
      .describe('The kinds of texts that the capture kept unchanged.'),
  })
  .meta({ id: 'CaptureNote', description: 'The source of the rows in a captured dataset.' })
export type CaptureNote = z.infer<typeof CaptureNote>
