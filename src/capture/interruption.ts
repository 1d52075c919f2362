// The note that an interrupted capture leaves beside its file, so that another run can go on. It holds no text of a row.

import * as z from 'zod'

export const Interruption = z.strictObject({
  /** The page, or the cursor, which holds the number of a row and its time. */
  next: z.record(z.string(), z.string()),
  total: z.int().nullable(),
  /** Null for a key that comes from a salt. */
  key: z.string().nullable(),
})
export type Interruption = z.infer<typeof Interruption>

export const interruptionFileOf = (file: string): string => `${file}.resume`
