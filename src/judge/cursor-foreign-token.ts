// Rule: the client sent a cursor that the API had given to another token.

import type { WalkStep } from '../walks/walk.ts'
import { nameOfCursor } from './reading.ts'
import type { LintRule } from './rule.ts'

export const cursorForeignToken: LintRule = {
  id: 'cursor-foreign-token',
  severity: 'error',
  why: 'A cursor is a place in the list of the token that it was given to; in the list of another one it skips or repeats rows.',
  fix: 'Keep cursors with the token they came for, and begin at the first page when the token changes.',
  unless:
    'Where the rows of both accounts are the same, so are the cursors: one that this token was given too passes.',
  wrong: `
    const sales = await get({ type: 'widget' }, salesKey)
    cache.set('cursor', sales.next_cursor)
    // Later, for another account:
    await get({ type: 'widget', cursor: cache.get('cursor') }, supportKey)
  `,
  right: `
    const sales = await get({ type: 'widget' }, salesKey)
    cache.set('cursor of sales', sales.next_cursor)
    // Later, for the same account:
    await get({ type: 'widget', cursor: cache.get('cursor of sales') }, salesKey)
  `,
  find(walk) {
    const steps = walk.steps.filter(({ link }) => link === 'foreign')
    const [step] = steps
    if (!step?.cursor) return undefined
    return {
      message: `${nameOfCursor(step.cursor)} was given to one key and sent with another (${holderOf(step)} and token ${step.entry.token} in the admin API): the client took it from there, or made it itself`,
      shown: steps.map((shown) => ({ step: shown, note: `the cursor of ${holderOf(shown)}` })),
    }
  },
}

const holderOf = ({ holder }: WalkStep): string =>
  holder === undefined ? 'another token' : `token ${holder}`
