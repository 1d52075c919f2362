// The changes that a fault may make to a list before it is rendered.

import type { CursorPage } from '../laravel/cursor.ts'
import type { Page } from '../laravel/page.ts'

export type Distortion = {
  /** Returns the number of rows to read for a page of this size. */
  readonly limit?: (perPage: number) => number
  /** `here`: a cursor that leads to this same page; null when the page has no rows. */
  readonly page?: (page: Page, here: string | null) => Page
  readonly cursorPage?: (page: CursorPage, here: string | null) => CursorPage
}
