// Rule: the client sent a cursor that is invented, changed or cut.

import { FIRST } from '../walks/list-target.ts'
import { givenCursors } from '../walks/step.ts'
import { type Walk, type WalkStep } from '../walks/walk.ts'
import { changeOf } from './changed-cursor.ts'
import { nameOfCursor } from './reading.ts'
import type { LintRule, Session } from './rule.ts'
import { counted, missingValueIn } from './words.ts'

export const cursorNotIssued: LintRule = {
  id: 'cursor-not-issued',
  severity: 'error',
  why: 'A cursor is opaque: one that no answer gave leads anywhere, mostly back to the first page.',
  fix: 'Send next_cursor exactly as the last answer gave it, escaped once.',
  unless:
    'With --db, a cursor that may have been given passes. So does one of a mock that gave too many cursors to know them all.',
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
    const steps = walk.steps.filter(({ link }) => link === 'unknown')
    const [step, ...others] = steps
    if (!step?.cursor) return undefined
    // A failure says nothing about what the API makes of the cursor.
    const answered = steps.find((one) => one.answered !== 'failed' && one.cursor === step.cursor)
    const { words, isHarmless = false, given, kind = words } = looksOf(step.cursor, session)
    return {
      message: `${nameOfCursor(step.cursor)} was never given to this token: ${words}${answered ? `; ${answerTo(answered, walk)}` : ''}`,
      shown: [
        ...(given
          ? [
              {
                step: given,
                note: `it gave ${givenCursors(given.list).join(' and ')}`,
                isContext: true,
              },
            ]
          : []),
        ...[step, ...others].map((shown) => ({ step: shown, note: `cursor=${shown.cursor}` })),
      ],
      kind: kind.replaceAll(step.cursor, ''),
      ...(isHarmless && { severity: 'note' }),
    }
  },
}

const MIN_LENGTH = 8

/** The number of earlier walks that are searched for the original of a changed cursor. */
const NEAR = 8

/** A cursor described in words. `isHarmless`: the API decodes it to the cursor that it gave. */
type Looks = {
  readonly words: string
  readonly isHarmless?: boolean
  /** The answer that gave the cursor which the client changed. */
  readonly given?: WalkStep
  readonly kind?: string
}

function looksOf(cursor: string, { walks, index }: Session): Looks {
  const near = walks.slice(Math.max(0, index - NEAR), index + 1).flatMap(({ served }) => served)
  // The same cursor may have been given later.
  const issued = near.flatMap(({ list }) => givenCursors(list)).filter((text) => text !== cursor)
  const missing = missingValueIn(cursor)
  if (missing !== undefined) return { words: `${missing} was put into the URL` }
  const looks = alteredLooks(cursor, issued)
  if (looks) return looks
  const change = changeOf(cursor, near)
  if (!change) return { words: plainLooks(cursor, near) }
  const { given, words } = change
  return {
    words: `it is the one that request #${given.entry.id} gave, with ${words}`,
    given,
    kind: 'changed',
  }
}

function alteredLooks(cursor: string, issued: readonly string[]): Looks | undefined {
  const start = cursor.replace(/(?:\.{3}|…)$/, '')
  const whole = issued.find(
    (text) => isLong(start) && text.startsWith(start) && text.length > start.length,
  )
  if (whole !== undefined)
    return {
      words: `it is one that was given, cut short by ${counted(whole.length - start.length, 'character')}`,
    }
  if (issued.some((text) => isLong(text) && decoded(text) === cursor))
    return { words: 'it is one that was given, decoded to JSON' }
  if (issued.includes(decoded(cursor)))
    return { words: 'it is one that was given, base64-encoded once more' }
  const same = issued.find((text) => isLong(text) && isSameToLaravel(text, cursor))
  if (same !== undefined)
    return { words: 'it is one that was given, encoded otherwise', isHarmless: true }
  if (issued.some((text) => isLong(text) && cursor.includes(text)))
    return { words: addedLooks(cursor) }
  const lower = cursor.toLowerCase()
  if (issued.some((text) => isLong(text) && text.toLowerCase() === lower))
    return { words: 'it is one that was given, in letters of another case' }
  return undefined
}

/** Reads base64 with both alphabets. Each character of the result stands for one byte. */
const decoded = (text: string): string => Buffer.from(text, 'base64').toString('latin1')

const WHOLE_URL = 'it is a whole URL; the cursor is a part of it'

function addedLooks(cursor: string): string {
  if (isUrl(cursor)) return WHOLE_URL
  return /^(["']).*\1$/.test(cursor)
    ? 'it is one that was given, in quotes'
    : 'it is one that was given, with something added'
}

const isUrl = (cursor: string): boolean => /^https?:/i.test(cursor)

function plainLooks(cursor: string, near: readonly WalkStep[]): string {
  if (/%[0-9a-f]{2}/i.test(cursor)) return 'it was escaped twice'
  if (isUrl(cursor)) return WHOLE_URL
  if (/^\d+$/.test(cursor)) {
    const isRow = near.some(({ list }) => list?.ids.split(',').includes(cursor))
    if (isRow) return 'it is the id of a row'
    return cursor.length <= MAX_PAGE_DIGITS
      ? 'it looks like the number of a page'
      : 'it is a number'
  }
  if (UUID.test(cursor)) return 'it is a uuid, perhaps that of a row'
  if (cursor.startsWith('{')) return 'it is JSON, which a cursor is only before it is encoded'
  if (decoded(cursor).startsWith('{"'))
    return 'it reads like a cursor that the client made or changed itself, or got from elsewhere'
  if (DATE.test(cursor)) return 'it is a date, perhaps that of a row'
  return 'no cursor of this API looks like it'
}

const MAX_PAGE_DIGITS = 4
const DATE = /^\d{4}-\d\d-\d\d/
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

const isLong = (text: string): boolean => text.length >= MIN_LENGTH

/** Laravel also decodes base64 with + and /, and with = at the end. */
const isSameToLaravel = (issued: string, cursor: string): boolean =>
  issued === cursor.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')

function answerTo(step: WalkStep, walk: Walk): string {
  const { list, entry } = step
  if (list === null) return `the API answered ${entry.status ?? 'nothing'}`
  const first = walk.served.find(({ position }) => position === FIRST)?.list?.ids
  if (first !== undefined && first === list.ids) return 'the API sent the first page again'
  return list.previous === null
    ? 'the API sent the first page'
    : 'the API did not refuse it, and sent a page all the same'
}
