// Searches the journal in turns.

import type { Work } from '../clock/turns.ts'
import type { Entry } from '../journal/entry.ts'
import { createMatcher } from '../journal/matcher.ts'
import type { JournalQuery } from '../journal/filter-schemas.ts'
import type { Between } from '../journal/selection.ts'
import { slicesOf } from '../journal/slices.ts'
import type { MockControls, Requests } from './controls.ts'

/** The ids of all users, and null for requests without a user. */
export const everybody = ({ store }: Pick<Requests, 'store'>): (number | null)[] => [
  ...store.users.ids(),
  null,
]

/**
 * A part of the journal. `user`: null means requests without a user, undefined means all requests.
 */
type Part = Between & Pick<JournalQuery, 'user'>

const ownersOf = (controls: MockControls, { user }: Part): (number | null)[] =>
  user === undefined ? everybody(controls) : [user]

/** The matching entries of a part of the journal, user by user, the oldest first. */
export function* partsOf(
  controls: MockControls,
  part: Part,
  isMeant: (entry: Entry) => boolean,
): Generator<readonly Entry[], void, void> {
  for (const owner of ownersOf(controls, part)) {
    for (const slice of slicesOf(controls.journal, owner, part)) yield slice.filter(isMeant)
  }
}

type Search = Omit<JournalQuery, 'limit'> & { readonly limit: number }

/** The number of entries that match a query, and the first `limit` of them in its order. */
export function* searchJournal(
  controls: MockControls,
  query: Search,
): Work<{ total: number; entries: readonly Entry[] }> {
  const { journal } = controls
  const { user: _user, ...filter } = query
  const { isOpen, matches } = createMatcher(filter)
  if (isOpen)
    return { total: journal.count(query), entries: query.limit === 0 ? [] : journal.select(query) }
  const byOrder =
    query.order === 'oldest'
      ? (a: Entry, b: Entry) => a.id - b.id
      : (a: Entry, b: Entry) => b.id - a.id
  let total = 0
  let entries: Entry[] = []
  for (const owner of ownersOf(controls, query)) {
    yield
    let own: Entry[] = []
    for (const slice of slicesOf(journal, owner, query)) {
      for (const entry of slice) {
        yield
        if (!matches(entry)) continue
        total++
        own.push(entry)
      }
      own =
        query.order === 'oldest'
          ? own.slice(0, query.limit)
          : own.slice(Math.max(0, own.length - query.limit))
    }
    if (own.length > 0) entries = [...entries, ...own].toSorted(byOrder).slice(0, query.limit)
  }
  return { total, entries }
}
