// Groups requests into walks. Where more than one walk could have made a request, the one is taken whose client did nothing
// wrong by it: identical clients at once then come apart into as many walks as there are clients.

import type { Work } from '../clock/turns.ts'
import type { Issued } from '../journal/journal.ts'
import { createDraft, type Draft, nameOf } from './draft.ts'
import { isSameClient, type Match, matchOf, placeCursor, placeFirst, placePage } from './placing.ts'
import { givenCursors, FIRST, type Step } from './step.ts'
import type { Link, Walk } from './walk.ts'

/** `prepare`: called before a judgement on a cursor that a token brought. */
export type KnownCursors = Issued & {
  readonly prepare?: (token: number, cursor: string) => Work<void>
}

export type WalkOptions = {
  /** The cursors that are known beyond these steps. */
  readonly issued: KnownCursors
  /** Whether a walk by whom nobody has heard since is over. */
  readonly isIdle: (lastStep: Step) => boolean
}

/** How many walks of a token a request may still belong to, unless a cursor leads to an older one. */
const RECENT = 64
/** The same cursor is given again and again to clients that walk the same list: the last walks that were given it. */
const GIVEN = 16

/** Steps of one user, the oldest first. */
export function* findWalks(steps: readonly Step[], { issued, isIdle }: WalkOptions): Work<Walk[]> {
  const drafts: Draft[] = []
  /** By token and name: the latest walks. Here and below the latest comes first. */
  const recents = new Map<string, Draft[]>()
  /** By token, name and cursor: the walks that were given it. */
  const given = new Map<string, Draft[]>()
  /** By token and cursor: all that were given. */
  const known = new Set<string>()

  for (const step of steps) {
    yield* prepare(step)
    const recent = recentOf(step)
    const match = place(step, recent) ?? goOn(step, recent)
    const draft = match?.draft ?? begin(step, recent)
    draft.add(step, match?.link ?? linkOfStart(step))
    remember(step, draft)
    yield
  }
  const walks: Walk[] = []
  for (const draft of drafts) {
    walks.push(draft.toWalk(isOver(draft, isIdle)))
    yield
  }
  return walks

  function* prepare({ cursor, entry: { token } }: Step): Work<void> {
    if (cursor === null || token === null || known.has(`${token} ${cursor}`)) return
    if (issued.prepare) yield* issued.prepare(token, cursor)
  }

  function begin(step: Step, recent: Draft[]): Draft {
    const draft = createDraft(step)
    for (const other of recent) if (isSameClient(other, step)) other.leave()
    drafts.push(draft)
    recent.unshift(draft)
    if (recent.length > RECENT) recent.pop()
    return draft
  }

  function recentOf(step: Step): Draft[] {
    const key = ownerOf(step)
    const found = recents.get(key) ?? []
    recents.set(key, found)
    return found
  }

  function place(step: Step, recent: readonly Draft[]): Match | undefined {
    if (step.place === FIRST) return placeFirst(step, recent)
    if (step.paginator === 'page') return placePage(step, recent)
    return placeCursor(step, recent, given.get(`${ownerOf(step)} ${step.place}`) ?? [])
  }

  /** With a cursor that nobody gave to this client, on the way through a list. */
  function goOn(step: Step, recent: readonly Draft[]): Match | undefined {
    const link = linkOfStart(step)
    if (link !== 'foreign' && link !== 'unknown') return undefined
    const underway = recent.find(
      (draft) => isSameClient(draft, step) && draft.last()?.list?.next !== null,
    )
    return matchOf(underway, link)
  }

  function linkOfStart(step: Step): Link {
    const { user, token } = step.entry
    const { cursor } = step
    if (cursor === null) return step.place === FIRST ? 'first' : 'resumed'
    if (
      user === null ||
      token === null ||
      known.has(`${token} ${cursor}`) ||
      issued.has(user, token, cursor)
    )
      return 'resumed'
    if (issued.isForeign(token, cursor)) return 'foreign'
    return issued.isWhole(user, token) || !isWellFormed(cursor) ? 'unknown' : 'resumed'
  }

  function remember(step: Step, draft: Draft): void {
    for (const cursor of givenCursors(step.list)) {
      known.add(`${step.entry.token} ${cursor}`)
      const key = `${ownerOf(step)} ${cursor}`
      const others = (given.get(key) ?? []).filter((other) => other !== draft)
      given.set(key, [draft, ...others].slice(0, GIVEN))
    }
  }
}

const ownerOf = (step: Step): string => `${step.entry.token} ${nameOf(step) ?? ''}`

/** Whether a cursor can be one that was given: JSON in base64. */
const isWellFormed = (cursor: string): boolean =>
  /^[\w-]+$/.test(cursor) && Buffer.from(cursor, 'base64url').toString().startsWith('{"')

function isOver(draft: Draft, isIdle: (lastStep: Step) => boolean): boolean {
  const lastStep = draft.lastStep()
  const last = draft.last()
  return (
    lastStep === undefined ||
    (last?.list?.next === null && draft.failing.size === 0) ||
    isIdle(lastStep)
  )
}
