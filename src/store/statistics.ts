// Sums over all rows of a dataset: by day and type, and by assistant.
//
// One statement for all days would have SQLite sort all rows, which takes seconds for a million of them, while nobody is answered.
// So each day is read by itself, along the index by date, and others have their turn in between.

import { roundMoney } from '../dataset/balance.ts'
import { turns } from '../clock/turns.ts'
import { deleteFirst } from './delete-first.ts'
import { type Hidden, isVisible } from './hidden.ts'
import type { StoreCore } from './core.ts'
import type { OwnAssistant } from './rows.ts'

export type Sums = {
  readonly conversations: number
  readonly messages: number
  readonly cost: number
}

export type Statistics = Sums & {
  /** By day (YYYY-MM-DD), then type; only those that have rows. */
  readonly days: readonly (Sums & { readonly day: string; readonly type: string })[]
  /** The one with the most conversations first; also those without any. */
  readonly assistants: readonly (Sums & OwnAssistant)[]
}

type Group = Sums & { readonly day: string; readonly type: string; readonly assistantId: number }

const MAX_REMEMBERED = 16
const DAY_MS = 86_400_000

type StatisticsOptions = {
  readonly assistants: (datasetId: number) => OwnAssistant[]
  readonly hidden: Hidden
}

export function createStatistics(
  { statements, versions }: Pick<StoreCore, 'statements' | 'versions'>,
  { assistants, hidden }: StatisticsOptions,
) {
  const remembered = new Map<string, Promise<Statistics>>()

  function firstDayFrom(datasetId: number, time: string): string | undefined {
    const row = statements.first(firstDay, datasetId, time, ...hidden.boundsOf(datasetId))
    return row && String(row[0])
  }

  const groupsOf = (datasetId: number, day: string): Group[] =>
    statements
      .all(
        sumsOfDay,
        datasetId,
        `${day} 00:00:00`,
        `${day} 23:59:59`,
        ...hidden.boundsOf(datasetId),
      )
      .map(([type, assistantId, conversations, messages, cost]) => ({
        day,
        type: String(type),
        assistantId: Number(assistantId),
        conversations: Number(conversations),
        messages: Number(messages),
        cost: Number(cost),
      }))

  /** The first of so many days that end with the newest row's; '' for all. */
  function startOf(datasetId: number, days: number | undefined): string {
    const newest =
      days === undefined
        ? undefined
        : statements.first(lastDay, datasetId, ...hidden.boundsOf(datasetId))
    return newest && days !== undefined ? daysBefore(String(newest[0]), days - 1) : ''
  }

  async function read(datasetId: number, days: number | undefined): Promise<Statistics> {
    const groups: Group[] = []
    let before = ''
    const start = startOf(datasetId, days)
    for (
      let day = firstDayFrom(datasetId, start);
      day !== undefined;
      day = firstDayFrom(datasetId, `${day} 24`)
    ) {
      if (day <= before) throw statements.outOfOrder()
      before = day
      groups.push(...groupsOf(datasetId, day))
      await turns.pause()
    }
    return fold(groups, assistants(datasetId))
  }

  /**
   * Of so many days up to the newest row's, or of all. Read once and remembered until rows change; those that change meanwhile count as
   * they are when their turn comes.
   */
  return function statisticsOf(datasetId: number, days?: number): Promise<Statistics> {
    statements.refresh()
    const name = `${versions.of(datasetId)} ${datasetId} ${days ?? ''}`
    const known = remembered.get(name)
    if (known) return known
    const reading = read(datasetId, days)
    reading.catch(() => remembered.delete(name))
    remembered.set(name, reading)
    if (remembered.size > MAX_REMEMBERED) deleteFirst(remembered)
    return reading
  }
}

const firstDay = `SELECT substr(created_at, 1, 10) FROM conversations
  WHERE dataset_id = (SELECT ?) AND created_at >= (SELECT ?) AND ${isVisible} ORDER BY created_at, id LIMIT 1`

const lastDay = `SELECT substr(created_at, 1, 10) FROM conversations
  WHERE dataset_id = (SELECT ?) AND ${isVisible} ORDER BY created_at DESC, id DESC LIMIT 1`

// total(), because sum() fails where integers overflow.
const sumsOfDay = `SELECT type, assistant_id, count(*), total(message_count), total(total_cost)
  FROM conversations INDEXED BY conversations_by_created_at
  WHERE dataset_id = (SELECT ?) AND created_at BETWEEN (SELECT ?) AND (SELECT ?) AND ${isVisible} GROUP BY type, assistant_id`

/** YYYY-MM-DD; sorts before all others where it would be before the year 0. */
const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10)

type Tally = { conversations: number; messages: number; cost: number }

const nothing: Sums = { conversations: 0, messages: 0, cost: 0 }

/** Groups come by day, then type. */
function fold(groups: readonly Group[], assistants: readonly OwnAssistant[]): Statistics {
  const all: Tally = { ...nothing }
  const days = new Map<string, Tally & { readonly day: string; readonly type: string }>()
  const owners = new Map(
    assistants.map((assistant): [number, Tally & OwnAssistant] => [
      assistant.id,
      { ...assistant, ...nothing },
    ]),
  )
  for (const group of groups) {
    const { day, type, assistantId } = group
    const ofDay = days.get(`${day} ${type}`) ?? { day, type, ...nothing }
    days.set(`${day} ${type}`, ofDay)
    for (const tally of [all, ofDay, owners.get(assistantId)]) if (tally) add(tally, group)
  }
  return {
    ...rounded(all),
    days: [...days.values()].map(rounded),
    assistants: [...owners.values()]
      .map(rounded)
      .toSorted((a, b) => b.conversations - a.conversations || a.id - b.id),
  }
}

function add(tally: Tally, { conversations, messages, cost }: Sums): void {
  tally.conversations += conversations
  tally.messages += messages
  tally.cost += cost
}

const rounded = <T extends Sums>(sums: T): T => ({ ...sums, cost: roundMoney(sums.cost) })
