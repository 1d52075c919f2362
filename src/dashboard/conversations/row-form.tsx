// The form with the fields of a conversation, to change one or to make a new one.

import { useState } from 'preact/hooks'
import { AdminError } from '../../client/admin-error.ts'
import { withoutSent } from '../controls/fields.ts'
import { toMessage } from '../mock/admin.ts'
import { ASSISTANTS } from './assistant-choices.tsx'
import { types } from './query.ts'
import {
  type RowChanges,
  type FieldName,
  fields,
  type Kind,
  type Texts,
  toChanges,
} from './row-fields.ts'

type Props = {
  /** The current texts of the row; empty for a new row. */
  readonly before: Texts
  readonly action: string
  /** Rejects if the admin API refuses the changes. */
  readonly onSubmit: (changes: RowChanges['changes']) => Promise<void>
  readonly onDelete?: () => void
}

export function RowForm({ before, action, onSubmit, onDelete }: Props) {
  const isNew = Object.keys(before).length === 0
  /** The state holds only edits, because other fields of the row may change meanwhile. */
  const [edits, setEdits] = useState<Texts>({})
  const texts = { ...before, ...edits }
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const { changes, errors: local } = toChanges(texts, before)
  const count = Object.keys(changes).length + Object.keys(local).length

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    setErrors(local)
    if (Object.keys(local).length > 0) return
    try {
      await onSubmit(changes)
      setEdits((now) => withoutSent(now, edits))
    } catch (error) {
      setErrors(errorsOf(error))
    }
  }

  return (
    <form class="row-form" onSubmit={(event) => void submit(event)} noValidate>
      {fields.map(([name, kind], index) => (
        <Field
          key={name}
          name={name}
          kind={kind}
          isNew={isNew}
          isFirst={index === 0}
          text={texts[name] ?? ''}
          error={errors[name]}
          onInput={(text) => setEdits({ ...edits, [name]: text })}
        />
      ))}
      {errors[WHOLE] !== undefined && (
        <p class="field-error whole" role="alert">
          {errors[WHOLE]}
        </p>
      )}
      <div class="row whole foot">
        {onDelete && (
          <button type="button" class="danger" onClick={onDelete}>
            Delete
          </button>
        )}
        <button type="submit" class="primary" disabled={!isNew && count === 0}>
          {action}
        </button>
      </div>
    </form>
  )
}

const WHOLE = ''

/** The error texts by field. Errors that belong to no field are under ''. */
function errorsOf(error: unknown): Record<string, string> {
  const list = error instanceof AdminError ? error.errors : []
  const placed = list.map(({ path, message }): [string, string] => {
    const field = fields.find(
      ([name]) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`),
    )?.[0]
    return field === undefined
      ? [WHOLE, `${path} ${message}`]
      : [field, `${path === field ? '' : path} ${message}`.trim()]
  })
  return placed.length > 0 ? Object.fromEntries(placed) : { [WHOLE]: toMessage(error) }
}

type FieldProps = {
  readonly name: FieldName
  readonly kind: Kind
  readonly isNew: boolean
  readonly isFirst: boolean
  readonly text: string
  readonly error: string | undefined
  readonly onInput: (text: string) => void
}

function Field(props: FieldProps) {
  const { name, kind, error } = props
  return (
    <div class={kind === 'json' ? 'field whole' : 'field'}>
      <label for={`row-${name}`} class="mono">
        {name}
      </label>
      <Control {...props} />
      {error !== undefined && (
        <span class="field-error" id={`row-${name}-error`} role="alert">
          {error}
        </span>
      )}
    </div>
  )
}

function Control({ name, kind, isNew, isFirst, text, error, onInput }: FieldProps) {
  const about = {
    id: `row-${name}`,
    autofocus: isNew && isFirst,
    value: text,
    'aria-invalid': error !== undefined,
    'aria-describedby': error === undefined ? undefined : `row-${name}-error`,
    placeholder: isNew ? 'generated' : kind === 'optional' ? 'null' : '',
    spellcheck: false,
    onInput: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => onInput(value),
  }
  if (kind === 'json') return <textarea {...about} rows={5} />
  if (!(kind in choices))
    return (
      <input
        {...about}
        dir="auto"
        autocomplete="off"
        list={kind === 'assistant' ? ASSISTANTS : undefined}
      />
    )
  return (
    <select {...about}>
      {isNew && <option value="">generated</option>}
      {choices[kind]?.map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  )
}

const choices: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  type: types,
  boolean: ['true', 'false'],
}
