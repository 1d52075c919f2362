// Builds the WHERE clause for filters. Each combination of filters is built once.
//
// Every value is bound as (SELECT ?). For a plain `= ?` or `LIMIT ?`, SQLite plans the statement
// again with each new value.

import type { Filters } from './filters.ts'
import { type Hidden, isVisible } from './hidden.ts'
import type { Range } from './hidden-rows.ts'
import type { SortOrder } from '../dataset/sort-order.ts'
import { type Condition, createShape, exact, isBelow, type Shape } from './shapes.ts'
import type { Bound, Statements } from './statements.ts'
import type { Versions } from './versions.ts'

/** The dataset and the filters of a request. */
export type Query = { readonly datasetId: number; readonly filters: Filters }

/** A query that is ready for statements. */
export type Where = Query & {
  readonly shape: Shape
  /** The values for `conditions`. `kept` holds the values for `keptConditions`. */
  readonly bound: readonly Bound[]
  readonly kept: readonly Bound[]
  /** The same text for equal queries, also after a copy replaced the dataset. */
  readonly list: string
  /**
   * The same text as long as equal queries return the same rows. Other fields of the rows may
   * change.
   */
  readonly name: string
}

type ListState = Readonly<Record<'datasetId' | 'version' | 'origin' | 'losses', number>>

const rowAbove = 'SELECT 1 FROM conversations WHERE dataset_id = ? AND id > ? LIMIT 1'

export type Select = (query: Query) => Where

export type WhereBuilder = {
  readonly select: Select
  /** Includes the rows that are hidden now. The names are those of select(). */
  readonly selectWhole: Select
  /** The same without the rows with these ids, which will be hidden. */
  readonly selectWithout: (query: Query, ids: Range) => Where
}

type WhereOptions = { readonly order: SortOrder; readonly hidden: Hidden }

export function createWhereBuilder(
  statements: Statements,
  versions: Versions,
  { order, hidden }: WhereOptions,
): WhereBuilder {
  const shapes = new Map<string, Shape>()
  /** The last list without conditions, because most clients read all rows page by page. */
  let lastOfAll: { readonly state: ListState; readonly where: Where } | undefined

  function selectWhole(query: Query): Where {
    statements.refresh()
    return build(query, [])
  }

  function select(query: Query): Where {
    statements.refresh()
    return build(query, hidden.hasRows(query.datasetId) ? hidden.boundsOf(query.datasetId) : [])
  }

  function selectWithout(query: Query, { first, last }: Range): Where {
    statements.refresh()
    return build(query, [0, 0, first, last])
  }

  /** Without bounds, includes the rows that are hidden now. */
  function build({ datasetId, filters }: Query, bounds: readonly Bound[]): Where {
    const conditions: Condition[] = []
    const kept: Bound[] = [datasetId]
    for (const column of exact) {
      const value = filters[column]
      if (value === undefined) continue
      conditions.push(column)
      kept.push(value)
    }
    if (filters.date_from !== undefined || filters.date_to !== undefined)
      for (const [condition, value] of dates({ datasetId, filters }, bounds)) {
        conditions.push(condition)
        kept.push(value)
      }
    const state = stateOf(datasetId)
    const isAll = conditions.length === 0 && bounds.length === 0
    if (isAll && lastOfAll && areSame(lastOfAll.state, state)) return lastOfAll.where
    const shape = shapeOf(conditions)
    const values = kept.length === 1 ? '' : JSON.stringify(kept.slice(1))
    const list = `${state.losses} ${shape.index} ${state.origin} ${values}`
    const name = `${state.version} ${list}`
    const whole = { datasetId, filters, shape, bound: kept, kept, list, name }
    if (isAll) lastOfAll = { state, where: whole }
    if (bounds.length === 0) return whole
    // Both names stay the same, because the visible rows are the same as before.
    const [condition, limits] = visibleIn(datasetId, bounds)
    return { ...whole, shape: shapeOf([...conditions, condition]), bound: [...kept, ...limits] }
  }

  /**
   * The values that lists of a dataset depend on. After lost changes, a new dataset may get the id of
   * a lost one, so the number of losses is one of them.
   */
  const stateOf = (datasetId: number): ListState => ({
    datasetId,
    version: versions.ofLists(datasetId),
    origin: versions.originOf(datasetId),
    losses: statements.losses(),
  })

  /** The condition for visible rows, and its values. */
  function visibleIn(datasetId: number, bounds: readonly Bound[]): [Condition, readonly Bound[]] {
    const [, lastRid, firstId = 0, lastId = 0] = bounds
    const isEnd =
      order === 'id' && lastRid === 0 && statements.first(rowAbove, datasetId, lastId) === undefined
    return isEnd ? [isBelow, [firstId]] : [isVisible, bounds]
  }

  /** If created_at rises with id, a range of dates becomes a range of ids. */
  function* dates(
    { datasetId, filters: { date_from, date_to } }: Query,
    bounds: readonly Bound[],
  ): Generator<[Condition, Bound]> {
    const byId = order === 'id' && isChronological(datasetId)
    const visible = bounds.length === 0 ? 'true' : isVisible
    const findId = (sql: string, time: string): number | undefined =>
      toId(statements.first(sql, datasetId, time, ...bounds))
    if (date_from !== undefined) {
      const time = `${date_from} 00:00:00`
      if (byId) yield ['id >=', findId(firstIdSince(visible), time) ?? Number.MAX_SAFE_INTEGER]
      else yield ['created_at >=', time]
    }
    if (date_to !== undefined) {
      const time = `${date_to} 23:59:59`
      if (byId) yield ['id <=', findId(lastIdUntil(visible), time) ?? 0]
      else yield ['created_at <=', time]
    }
  }

  function shapeOf(conditions: readonly Condition[]): Shape {
    const name = conditions.join()
    let shape = shapes.get(name)
    if (!shape)
      shapes.set(name, (shape = { index: shapes.size, ...createShape(conditions, order) }))
    return shape
  }

  function isChronological(datasetId: number): boolean {
    return statements.first('SELECT chronological FROM datasets WHERE id = ?', datasetId)?.[0] === 1
  }

  return { select, selectWhole, selectWithout }
}

const firstIdSince = (visible: string): string =>
  `SELECT id FROM conversations WHERE dataset_id = (SELECT ?) AND created_at >= (SELECT ?) AND ${visible} ORDER BY created_at, id LIMIT 1`
const lastIdUntil = (visible: string): string =>
  `SELECT id FROM conversations WHERE dataset_id = (SELECT ?) AND created_at <= (SELECT ?) AND ${visible} ORDER BY created_at DESC, id DESC LIMIT 1`

const toId = (row: readonly Bound[] | undefined): number | undefined =>
  row === undefined ? undefined : Number(row[0])

const areSame = (a: ListState, b: ListState): boolean =>
  a.datasetId === b.datasetId &&
  a.version === b.version &&
  a.origin === b.origin &&
  a.losses === b.losses
