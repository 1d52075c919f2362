// The cursors that lists gave to each token, in the archive and in the journal of all users.

import type { Work } from '../clock/turns.ts'
import { cursorNumber } from '../journal/cursor-number.ts'
import { givenCursors } from '../walks/step.ts'
import type { KnownCursors } from '../walks/walks.ts'
import type { Requests } from './controls.ts'

/**
 * The holder number of the dashboard. A client can use cursors that people copy from the dashboard,
 * with any token.
 */
const DASHBOARD = -1

/** Maps the number of a cursor to the tokens that got it; almost every cursor has one. */
type Holders = Map<number, number | readonly number[]>

/**
 * Reads the whole journal once, at the first cursor that a token uses but did not get itself.
 * `onShared` is called for each such cursor, because other users then matter as well.
 */
export function createIssued({ journal }: Pick<Requests, 'journal'>) {
  const { issued } = journal
  let known: Holders | undefined

  const holdersOf = (cursor: string): readonly number[] =>
    [known?.get(cursorNumber(cursor)) ?? []].flat()

  return (onShared: () => void): KnownCursors => ({
    ...issued,
    *prepare(user, token, cursor) {
      if (issued.has(user, token, cursor)) return
      onShared()
      known ??= yield* readHolders(journal)
    },
    has: (user, token, cursor) =>
      issued.has(user, token, cursor) || holdersOf(cursor).includes(DASHBOARD),
    otherHolder: (token, cursor) =>
      issued.otherHolder(token, cursor) ??
      holdersOf(cursor).find((holder) => holder !== token && holder !== DASHBOARD),
  })
}

/** The tokens that got each cursor in an answer. */
function* readHolders(journal: Requests['journal']): Work<Holders> {
  const holders: Holders = new Map()
  yield* journal.visitAll(({ token, list, isFromDashboard }) => {
    if (token !== null)
      for (const cursor of givenCursors(list))
        hold(holders, cursor, isFromDashboard ? DASHBOARD : token)
  })
  return holders
}

function hold(holders: Holders, cursor: string, holder: number): void {
  const number = cursorNumber(cursor)
  const others = holders.get(number)
  if (others === undefined) holders.set(number, holder)
  else if (![others].flat().includes(holder)) holders.set(number, [others, holder].flat())
}
