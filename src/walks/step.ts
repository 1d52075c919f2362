// A step: a list request as the judge reads it from the journal.

import { cursorsOf, type Listing, type Neighbours } from '../laravel/listing.ts'
import { lastPageOf } from '../laravel/page.ts'
import { type EditionName, editions } from '../editions.ts'
import type { Entry } from '../journal/entry.ts'
import { type KnownLists, type ListTarget, readTarget } from './list-target.ts'

export type Step = ListTarget & {
  readonly entry: Entry
  /** A key of the token and `optionsKey`. */
  readonly listKey: string
  /** `failed`: a retry may help (429, 5xx, broken answer). `refused`: the request itself is bad. */
  readonly answered: 'served' | 'failed' | 'refused'
  /** The list that was served; null for other answers. */
  readonly list: Listing | null
  /** The number of pages of the list; null by cursor and without a list. */
  readonly lastPage: number | null
  /** When the answer left or the client hung up: milliseconds since the start, as `entry.at`. */
  readonly sentAt: number
  /** The token to which a list gave the cursor, if that was another one. */
  readonly holder?: number
}

/**
 * Returns a function that reads a client's list requests. It returns undefined for other requests,
 * for answers 200 without a list, and for requests with a body, because the target may not hold
 * all their parameters. It reads a target once as long as the same few come again.
 */
export function createStepReader(): (entry: Entry) => Step | undefined {
  /** By edition, then by target. */
  const known = new Map<EditionName, Map<string, ListTarget | null>>()
  const lists: KnownLists = new Map()
  /** By token, then by `optionsKey`. */
  const keys = new Map<number | null, Map<string, string>>()

  function targetOf({ edition, target }: Entry): ListTarget | null {
    const targets = inMap(known, edition ?? 'combined')
    const before = targets.get(target)
    if (before !== undefined) return before
    if (targets.size >= MAX_KNOWN) targets.clear()
    if (lists.size >= MAX_KNOWN) lists.clear()
    const read = readTarget(editions[edition ?? 'combined'], target, lists) ?? null
    targets.set(target, read)
    return read
  }

  function listKeyOf({ token }: Entry, { optionsKey }: ListTarget): string {
    if (keys.size >= MAX_KNOWN) keys.clear()
    const ofToken = inMap(keys, token)
    if (ofToken.size >= MAX_KNOWN) ofToken.clear()
    const key = ofToken.get(optionsKey) ?? `${token} ${optionsKey}`
    ofToken.set(optionsKey, key)
    return key
  }

  return (entry) => {
    const isOther = entry.status === 200 && entry.list === null
    if (entry.isFromDashboard || entry.method !== 'GET' || entry.hasBody || isOther)
      return undefined
    const target = targetOf(entry)
    return target ? toStep(entry, target, listKeyOf(entry, target)) : undefined
  }
}

const MAX_KNOWN = 1000

/** The map under a key of a map of maps. */
function inMap<K, V>(maps: Map<K, Map<string, V>>, key: K): Map<string, V> {
  let map = maps.get(key)
  if (!map) maps.set(key, (map = new Map<string, V>()))
  return map
}

function toStep(entry: Entry, target: ListTarget, listKey: string): Step {
  const { perPage } = target
  const answered = answeredBy(entry)
  const list = answered === 'served' ? entry.list : null
  return {
    ...target,
    entry,
    listKey,
    answered,
    list,
    lastPage: list === null || list.total === null ? null : lastPageOf(list.total, perPage),
    sentAt: entry.hungUpAt ?? entry.at + entry.duration + entry.delay,
  }
}

/** Faults after which the client has no usable list, whatever the status is. */
const BREAKING = new Set(['truncate', 'malformed', 'reset', 'empty'])

function answeredBy({ status, faults, list, hungUpAt }: Entry): Step['answered'] {
  if (
    hungUpAt !== null ||
    status === null ||
    status === 429 ||
    status >= 500 ||
    faults.some((type) => BREAKING.has(type))
  )
    return 'failed'
  return list === null ? 'refused' : 'served'
}

export const idOf = ({ entry }: Step): number => entry.id

/** Whether the list of an answer offered a position next. */
export const offers = ({ list }: Pick<Step, 'list'>, position: string): boolean =>
  list?.next === position || list?.cursors?.next === position

/** The next and previous cursor that a list gave; empty if it gave none. */
export const givenCursors = (list: Neighbours | null): string[] => {
  if (list === null) return []
  const { next, previous } = cursorsOf(list)
  return [next, previous].filter((cursor) => cursor !== null)
}
