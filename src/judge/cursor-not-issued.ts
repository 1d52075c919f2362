// A cursor that is made up, altered or cut.

import { givenCursors } from '../walks/step.ts'
import { lastOf, servedOf, type Walk } from '../walks/walk.ts'
import { nameOfPosition } from './reading.ts'
import type { LintRule, Session } from './rule.ts'

export const cursorNotIssued: LintRule = {
  id: 'cursor-not-issued',
  severity: 'error',
  why: 'A cursor is opaque: one that no answer gave leads anywhere, mostly back to the first page.',
  fix: 'Send next_cursor exactly as the last answer gave it, escaped once.',
  unless:
    'With --db, and once the mock has given so many cursors that it no longer knows all of them, one that might have been given passes.',
  wrong: `
    const { data } = await get({ type: 'widget' })
    const position = { id: data.at(-1).id, _pointsToNextItems: true }
    await get({ type: 'widget', cursor: btoa(JSON.stringify(position)) })
  `,
  right: `
    const { next_cursor: cursor } = await get({ type: 'widget' })
    await get({ type: 'widget', cursor })
  `,
  find(walk, session) {
    const [step, ...others] = walk.steps.filter(({ link }) => link === 'unknown')
    if (!step?.cursor) return undefined
    const hint = hintOf(step.cursor, walk, session)
    return {
      message: `${nameOfPosition(step)} was never given to this token${hint === '' ? '' : `: ${hint}`}`,
      shown: [step, ...others].map((shown) => ({ step: shown, note: `cursor=${shown.cursor}` })),
      kind: hint,
    }
  },
}

const MIN_LENGTH = 8

/** How many walks back the original of an altered cursor is looked for. */
const NEAR = 8

function hintOf(cursor: string, walk: Walk, { walks, index }: Session): string {
  const issued = walks
    .slice(Math.max(0, index - NEAR), index + 1)
    .flatMap((other) => servedOf(other).flatMap(({ list }) => givenCursors(list)))
  const whole =
    cursor.length >= MIN_LENGTH ? issued.find((text) => text.startsWith(cursor)) : undefined
  if (whole !== undefined)
    return `${whole.length - cursor.length} characters are missing at the end of one that was given`
  if (issued.some((text) => text.length >= MIN_LENGTH && cursor.includes(text)))
    return 'it is one that was given, with something added'
  if (/^(?:null|undefined|none|nan)$/i.test(cursor))
    return `it is the text "${cursor}": a missing value was put into the URL`
  if (/%[0-9a-f]{2}/i.test(cursor)) return 'it was escaped twice'
  if (issued.includes(Buffer.from(cursor, 'base64').toString('latin1')))
    return 'it is one that was given, base64-encoded once more'
  return lastOf(walk).list === null ? '' : 'the API did not refuse it, and sent a page all the same'
}
