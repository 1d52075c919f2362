// An interrupted capture leaves this note beside its file, so that another run can continue. The
// note holds no text of a row.

import * as z from 'zod'

export const Interruption = z.strictObject({
  /**
   * The query for the next request: a page or a cursor. A cursor holds the id and time of a row.
   */
  next: z.record(z.string(), z.string()),
  total: z.int().nullable(),
  /** Null when the key is derived from a salt. */
  key: z.string().nullable(),
})
export type Interruption = z.infer<typeof Interruption>

export const interruptionFileOf = (file: string): string => `${file}.resume`
