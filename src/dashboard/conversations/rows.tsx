// The table of conversations, with the fields that the edition gives them.

import type { ComponentChildren } from 'preact'
import { pageAddress } from '../page-address.ts'
import { hrefTo, move } from './address.ts'
import { type CellContext, narrowBy } from './cells.ts'
import type { Item } from './reading.ts'
import { useRowFocus } from './row-focus.ts'
import { type Column, columns, Nothing, toText } from './columns.tsx'

type Props = {
  readonly items: readonly Item[]
  readonly context: CellContext
  /** The ids of rows that the previous answer did not have. */
  readonly fresh: ReadonlySet<unknown>
}

export function Rows({ items, context, fresh }: Props) {
  const shown = columns.filter(({ field }) => items.some((item) => field in item))
  const open = pageAddress.value.params['row']
  const body = useRowFocus(open)
  return (
    <>
      <div class="scroll-x" tabIndex={0} role="region" aria-label="Table of conversations">
        <table>
          <thead>
            <tr>
              <th scope="col">id</th>
              {shown.map(({ title, kind }) => (
                <th key={title} scope="col" class={kind ?? ''}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {toKeyed(items).map(({ key, item }) => (
              <Row
                key={key}
                item={item}
                columns={shown}
                context={context}
                isOpen={item['id'] === open}
                isFresh={fresh.has(item['id'])}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint muted">
        <kbd>↑</kbd> <kbd>↓</kbd> go from row to row, <kbd>Enter</kbd> opens one. <kbd>←</kbd>{' '}
        <kbd>→</kbd> go to its cells: <kbd>Enter</kbd> or a click keeps the rows that have the same
        there.
      </p>
    </>
  )
}

/**
 * Gives each row a stable key, so that it keeps the focus when new rows come before it. The key
 * holds a counter, because a fault may show a row twice.
 */
function toKeyed(items: readonly Item[]): { key: string; item: Item }[] {
  const seen = new Map<string, number>()
  return items.map((item) => {
    const id = toText(item['id'])
    const count = seen.get(id) ?? 0
    seen.set(id, count + 1)
    return { key: `${id} ${count}`, item }
  })
}

type RowProps = {
  readonly item: Item
  readonly columns: readonly Column[]
  readonly context: CellContext
  readonly isOpen: boolean
  readonly isFresh: boolean
}

function Row({ item, columns: shown, context, isOpen, isFresh }: RowProps) {
  const uuid = toText(item['id'])
  return (
    <tr
      class={`${isOpen ? 'open' : ''} ${isFresh ? 'fresh' : ''}`}
      onClick={(event) => isPlainClick(event) && move({ row: uuid })}
    >
      <td>
        <a class="mono" href={hrefTo({ row: uuid })} title={uuid}>
          {uuid.length > 12 ? `${uuid.slice(0, 8)}…` : uuid}
        </a>
        {isFresh && <span class="chip good">new</span>}
      </td>
      {shown.map(({ field, kind, show }) => (
        <td key={field} class={kind ?? ''}>
          {field in item ? (
            <Cell field={field} item={item} context={context}>
              {show(item[field])}
            </Cell>
          ) : (
            <Nothing />
          )}
        </td>
      ))}
    </tr>
  )
}

type CellProps = {
  readonly field: string
  readonly item: Item
  readonly context: CellContext
  readonly children: ComponentChildren
}

/**
 * A cell that sets a filter. Only the arrow keys reach it, because a hundred cells are too many for
 * the Tab key.
 */
function Cell({ field, item, context, children }: CellProps) {
  const narrowing = narrowBy(field, item, context)
  if (narrowing === undefined) return <>{children}</>
  return (
    <button
      type="button"
      class="cell"
      tabIndex={-1}
      title={`Only rows with ${narrowing.words}`}
      onClick={() => move({ query: narrowing.query })}
    >
      {children}
    </button>
  )
}

/** Whether a click is outside of links and buttons, and does not end the selection of text. */
const isPlainClick = ({ target }: MouseEvent): boolean =>
  !(target instanceof Element && target.closest('a, button')) &&
  getSelection()?.isCollapsed !== false
