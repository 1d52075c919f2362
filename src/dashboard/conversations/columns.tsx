// The columns of the table of conversations, and how each shows its values.

import type { ComponentChildren } from 'preact'
import { isRecord } from './reading.ts'

export type Column = {
  readonly title: string
  /** The name of the field. The table shows a column if any item has its field. */
  readonly field: string
  readonly kind?: 'number' | 'long'
  readonly show: (value: unknown) => ComponentChildren
}

export const columns: readonly Column[] = [
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

export const Nothing = () => <span class="muted">—</span>

/** Shows blank text in quotation marks, because the cell would look empty without them. */
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

export function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}
