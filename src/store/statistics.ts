// Sums over all rows of a dataset, by day and type and by assistant.
//
// One statement for all days would make SQLite sort all rows. For a million rows this takes
// seconds, in which no request is answered. So each day is read separately with the index by date,
// and other work has turns in between.

import { roundMoney } from '../dataset/balance.ts'
import { turns } from '../clock/turns.ts'
import { deleteFirst } from './delete-first.ts'
import { type Hidden, isVisible } from './hidden.ts'
import type { StoreCore } from './core.ts'
import type { OwnAssistant } from './row-writing.ts'

export type Sums = {
  readonly conversations: number
  readonly messages: number
  readonly cost: number
}

export type Statistics = Sums & {
  /** The sums by day (YYYY-MM-DD) and type, without empty groups. */
  readonly days: readonly (Sums & { readonly day: string; readonly type: string })[]
  /**
   * The sums by assistant, the most conversations first. It includes assistants without
   * conversations.
   */
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

  /**
   * The first of `days` days that end with the day of the newest row. Without `days` it is an empty
   * text, which means all days.
   */
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
   * Returns the statistics of the `days` days up to the newest row, or of all days. They are
   * remembered until rows change. A row that changes meanwhile counts as it is when its day is
   * read.
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

// total() instead of sum(), because sum() fails when an integer overflows.
const sumsOfDay = `SELECT type, assistant_id, count(*), total(message_count), total(total_cost)
  FROM conversations INDEXED BY conversations_by_created_at
  WHERE dataset_id = (SELECT ?) AND created_at BETWEEN (SELECT ?) AND (SELECT ?) AND ${isVisible} GROUP BY type, assistant_id`

/** Returns YYYY-MM-DD. A day before the year 0 gives a text that sorts before all others. */
const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10)

type Tally = { conversations: number; messages: number; cost: number }

const nothing: Sums = { conversations: 0, messages: 0, cost: 0 }

/** The groups must come by day, then by type. */
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
