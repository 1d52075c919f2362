// Rule: the client sent a cursor with other filters or another per_page than the first page had.

import type { Walk, WalkStep } from '../walks/walk.ts'
import { before, changes, hasOtherFilters } from './options.ts'
import { nameOfCursor } from './reading.ts'
import type { LintRule } from './rule.ts'

export const cursorOtherFilters: LintRule = {
  id: 'cursor-other-filters',
  severity: 'error',
  why: 'A cursor holds a place and no filters: with other filters it leads into another list, whose first rows are then never seen.',
  fix: 'Keep filters and per_page the same from the first page to the last, and begin again when they change.',
  unless: 'Another per_page alone is a note: the cursor leads to the same row.',
  wrong: `
    const widgets = await get({ type: 'widget' })
    // Somebody chooses another type.
    await get({ type: 'whatsapp', cursor: widgets.next_cursor })
  `,
  right: `
    // Another type begins at its first page, without a cursor.
    for (const type of ['widget', 'whatsapp']) {
      for (let cursor = ''; cursor !== null;) {
        const body = await get({ type, cursor })
        rows.push(...body.data)
        cursor = body.next_cursor
      }
    }
  `,
  find(walk) {
    const steps = walk.steps.filter(({ link, cursor }) => link === 'altered' && cursor !== null)
    const [step] = steps
    if (!step?.cursor) return undefined
    const earlier = before(walk, step)
    return {
      message: `${nameOfCursor(step.cursor)} was sent with other parameters than it was given with: ${changes(earlier?.options ?? walk.options, step.options)}`,
      ...(steps.every((each) => isResized(walk, each)) && { severity: 'note' }),
      shown: steps.flatMap((shown) => {
        const given = before(walk, shown)
        const use = { step: shown, note: 'where it was used' }
        return given
          ? [{ step: given, note: 'where the cursor was given', isContext: true }, use]
          : [use]
      }),
    }
  },
}

/** Whether only per_page differs. The cursor then leads to the same row, and no row is lost. */
function isResized(walk: Walk, step: WalkStep): boolean {
  const earlier = before(walk, step)
  return earlier !== undefined && !hasOtherFilters(earlier, step)
}
