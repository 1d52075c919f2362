// The items of the answer, with the fields that this edition gives them.

import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { pageAddress } from '../page-address.ts'
import { hrefTo, move } from './address.ts'
import { type Item, isRecord } from './reading.ts'

type Column = {
  readonly title: string
  /** The item's field; a column is shown when some item has it. */
  readonly field: string
  readonly kind?: 'number' | 'long'
  readonly show: (value: unknown) => ComponentChildren
}

const columns: readonly Column[] = [
  { title: 'created_at', field: 'created_at', show: toText },
  {
    title: 'type',
    field: 'type',
    show: (value) => <span class={`type ${toText(value)}`}>{toText(value)}</span>,
  },
  { title: 'customer', field: 'customer', kind: 'long', show: (value) => <Party value={value} /> },
  {
    title: 'assistant_name',
    field: 'assistant_name',
    kind: 'long',
    show: (value) => <Long value={value} />,
  },
  { title: 'messages', field: 'message_count', kind: 'number', show: toText },
  { title: 'total_cost', field: 'total_cost', kind: 'number', show: toText },
  {
    title: 'external_identifier',
    field: 'external_identifier',
    kind: 'long',
    show: (value) => <Long value={value} />,
  },
  {
    title: 'variables',
    field: 'variables',
    kind: 'long',
    show: (value) => (value === null ? <Nothing /> : <Long value={value} />),
  },
  { title: 'ai_enabled', field: 'ai_enabled', show: toText },
]

export function Rows({ items }: { readonly items: readonly Item[] }) {
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
            {items.map((item, index) => (
              <Row
                key={`${index} ${toText(item['id'])}`}
                item={item}
                columns={shown}
                isOpen={item['id'] === open}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint muted">
        <kbd>↑</kbd> <kbd>↓</kbd> go from row to row, <kbd>Enter</kbd> opens one.
      </p>
    </>
  )
}

type RowProps = {
  readonly item: Item
  readonly columns: readonly Column[]
  readonly isOpen: boolean
}

function Row({ item, columns: shown, isOpen }: RowProps) {
  const uuid = toText(item['id'])
  return (
    <tr
      class={isOpen ? 'open' : ''}
      onClick={(event) => isPlainClick(event) && move({ row: uuid })}
    >
      <td>
        <a class="mono" href={hrefTo({ row: uuid })} title={uuid}>
          {uuid.length > 12 ? `${uuid.slice(0, 8)}…` : uuid}
        </a>
      </td>
      {shown.map(({ field, kind, show }) => (
        <td key={field} class={kind ?? ''}>
          {field in item ? show(item[field]) : <Nothing />}
        </td>
      ))}
    </tr>
  )
}

/** Neither on the link itself, nor the end of marking some text. */
const isPlainClick = ({ target }: MouseEvent): boolean =>
  !(target instanceof Element && target.closest('a')) && getSelection()?.isCollapsed !== false

const Nothing = () => <span class="muted">—</span>

/** Blanks in quotation marks: an empty cell would say nothing. */
function Long({ value }: { readonly value: unknown }) {
  const text = toText(value)
  return (
    <span class="long" dir="auto" title={text}>
      {text.trim() === '' ? JSON.stringify(text) : text}
    </span>
  )
}

function Party({ value }: { readonly value: unknown }) {
  if (!isRecord(value)) return <Nothing />
  const { name, phone } = value
  return (
    <span class="party">
      <Long value={name ?? '—'} />
      <bdi class="muted phone" title={toText(phone ?? '')}>
        {toText(phone ?? '')}
      </bdi>
    </span>
  )
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/** The arrows move over the rows, also right after the page was opened; elsewhere they scroll. A row that is closed has the focus. */
function useRowFocus(open: string | undefined) {
  const body = useRef<HTMLTableSectionElement>(null)
  const last = useRef(open)
  useEffect(() => {
    if (open === undefined)
      [...(body.current?.querySelectorAll('a') ?? [])]
        .find(({ title }) => title === last.current)
        ?.focus()
    last.current = open
  }, [open])
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      const { activeElement } = document
      const isInside = activeElement !== null && body.current?.contains(activeElement) === true
      if (
        step === 0 ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        !(isInside || activeElement === document.body)
      )
        return
      const links = [...(body.current?.querySelectorAll('a') ?? [])]
      const next = links[isInside ? links.findIndex((link) => link === activeElement) + step : 0]
      event.preventDefault()
      next?.focus()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  return body
}
