// The form with all parameters that any edition documents. It also sends parameters that the
// current edition ignores.

import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { EditionName, Parameter } from '../../editions.ts'
import { useKey } from '../widgets/keys.ts'
import { useRemembered } from '../widgets/remembered.ts'
import { move } from './address.ts'
import { ASSISTANTS } from './assistant-choices.tsx'
import {
  atPosition,
  isDay,
  isHonoured,
  parameters,
  type Query,
  types,
  toWords,
  valueOf,
  withFilter,
} from './query.ts'

type Props = {
  readonly query: Query
  readonly edition: EditionName
  /** The messages of the API, by parameter. */
  readonly errors: Readonly<Record<string, readonly string[]>>
}

export function Filters({ query, edition, errors }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const [isFolded, setFolded] = useFolded()
  const focus = (): void => form.current?.querySelector<HTMLElement>('select, input')?.focus()
  useKey('/', 'Filter', () => {
    setFolded(false)
    focus()
  })
  // A folded form cannot take the focus, so the first field takes it once the form has opened.
  const wasFolded = useRef(isFolded)
  useLayoutEffect(() => {
    if (wasFolded.current && !isFolded) focus()
    wasFolded.current = isFolded
  }, [isFolded])
  return (
    <form
      class={`card filters ${isFolded ? 'folded' : ''}`}
      ref={form}
      aria-label="Filters"
      onSubmit={(event) => event.preventDefault()}
    >
      <button
        type="button"
        class="fold"
        aria-expanded={!isFolded}
        onClick={() => setFolded(!isFolded)}
      >
        Filters {isFolded && <bdi class="muted">{toWords(query)}</bdi>}
      </button>
      <div class="fields">
        {parameters.map((name) => (
          <Field
            key={name}
            name={name}
            edition={edition}
            messages={errors[name] ?? []}
            isChosen={valueOf(query, name) !== undefined}
          >
            <Control
              name={name}
              value={valueOf(query, name) ?? ''}
              messages={errors[name] ?? []}
              onChange={(value) => set(query, name, value)}
            />
          </Field>
        ))}
      </div>
    </form>
  )
}

/**
 * Whether the form is folded. In wide windows the browser remembers it. In narrow windows it starts
 * folded, so that the rows come first.
 */
function useFolded(): [isFolded: boolean, fold: (isFolded: boolean) => void] {
  const [isWide] = useState(() => matchMedia('(min-width: 701px)').matches)
  const [wide, setWide] = useRemembered('filters', ['open', 'folded'], 'open')
  const [isFolded, setFolded] = useState(true)
  return isWide
    ? [wide === 'folded', (next) => setWide(next ? 'folded' : 'open')]
    : [isFolded, setFolded]
}

function set(query: Query, name: Parameter, value: string): void {
  const isPosition = (name === 'page' || name === 'cursor') && value !== ''
  move({ query: isPosition ? atPosition(query, name, value) : withFilter(query, name, value) })
}

type FieldProps = {
  readonly name: Parameter
  readonly edition: EditionName
  readonly messages: readonly string[]
  readonly isChosen: boolean
  readonly children: ComponentChildren
}

function Field({ name, edition, messages, isChosen, children }: FieldProps) {
  const isIgnored = !isHonoured(edition, name)
  return (
    <div class={`field ${isIgnored ? 'ignored' : ''} ${isChosen ? 'chosen' : ''}`}>
      <label for={`filter-${name}`}>{name}</label>
      {children}
      {isIgnored && <span class="ignoring">ignored by {edition}</span>}
      {messages.length > 0 && (
        <span class="field-error" id={`error-${name}`}>
          {messages.join(' ')}
        </span>
      )}
    </div>
  )
}

type ControlProps = {
  readonly name: Parameter
  readonly value: string
  readonly messages: readonly string[]
  readonly onChange: (value: string) => void
}

function Control({ name, value, messages, onChange }: ControlProps) {
  const isWrong = messages.length > 0
  const about = {
    id: `filter-${name}`,
    'aria-invalid': isWrong,
    'aria-describedby': isWrong ? `error-${name}` : undefined,
  }
  if (name === 'type') {
    return (
      <select {...about} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">any</option>
        {types.map((type) => (
          <option key={type} value={type}>
            {type}
          </option>
        ))}
        {value !== '' && !types.includes(value) && <option value={value}>{value}</option>}
      </select>
    )
  }
  return <TypedText about={about} name={name} value={value} onChange={onChange} />
}

const placeholders: Readonly<Partial<Record<Parameter, string>>> = {
  assistant_id: 'number',
  date_from: 'YYYY-MM-DD',
  date_to: 'YYYY-MM-DD',
  per_page: '15',
}

type TypedProps = Pick<ControlProps, 'name' | 'value' | 'onChange'> & { readonly about: object }

/** A text field that sends its value on Enter or blur. Otherwise each letter would be a request. */
function TypedText({ about, name, value, onChange }: TypedProps) {
  const [text, setText] = useState(value)
  // A layout effect runs before the next key. A later one could undo what the user types.
  useLayoutEffect(() => setText(value), [value])
  // Date inputs can show only valid dates, but other values must be visible too. The field stays a
  // text field from then on: browsers warn about text that is left in a date input.
  const isDate = useRef(name.startsWith('date_'))
  if (value !== '' && !isDay(value)) isDate.current = false
  return (
    <input
      {...about}
      type={isDate.current ? 'date' : 'text'}
      value={text}
      list={name === 'assistant_id' ? ASSISTANTS : undefined}
      placeholder={placeholders[name]}
      autocomplete="off"
      spellcheck={false}
      dir="auto"
      onInput={(event) => setText(event.currentTarget.value)}
      onChange={(event) => !isHalfTyped(event.currentTarget) && onChange(event.currentTarget.value)}
    />
  )
}

/** Whether the year is incomplete. Date inputs report a change after each digit of the year. */
const isHalfTyped = ({ type, value }: HTMLInputElement): boolean =>
  type === 'date' && value.startsWith('0')
