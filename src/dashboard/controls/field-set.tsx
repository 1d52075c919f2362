// Draws the fields of a form, each with the problems that the mock reports for it.

import { useId } from 'preact/hooks'
import { errorsOf, type Field, type FieldError, type Values, valueOf } from './fields.ts'

type SetProps = {
  readonly fields: readonly Field[]
  readonly values: Values
  readonly errors: readonly FieldError[]
  readonly onChange: (values: Values) => void
}

export function FieldSet({ fields, values, errors, onChange }: SetProps) {
  return (
    <div class="fields">
      {fields.map((field) => (
        <FieldRow
          key={field.path}
          field={field}
          value={valueOf(field, values)}
          errors={errorsOf(field, errors)}
          onInput={(value) => onChange({ ...values, [field.path]: value })}
        />
      ))}
    </div>
  )
}

type ControlProps = {
  readonly field: Field
  readonly value: string
  readonly onInput: (value: string) => void
}

function FieldRow({
  field,
  value,
  errors,
  onInput,
}: ControlProps & { readonly errors: readonly FieldError[] }) {
  const id = useId()
  const isLong =
    field.isWide === true || ['json', 'pairs', 'headers', 'choices'].includes(field.kind)
  const about = {
    id,
    'aria-invalid': errors.length > 0,
    'aria-describedby': errors.length > 0 ? `${id}-errors` : undefined,
  }
  return (
    <div class={isLong ? 'field long' : 'field'}>
      {field.kind === 'choices' ? (
        <span id={`${id}-name`}>{field.label}</span>
      ) : (
        <label for={id}>{field.label}</label>
      )}
      {field.kind === 'choices' ? (
        <div {...about} role="group" aria-labelledby={`${id}-name`} class="row">
          <Choices field={field} value={value} onInput={onInput} />
        </div>
      ) : (
        <Control field={field} value={value} onInput={onInput} about={about} />
      )}
      {errors.length > 0 && (
        <span class="field-error" id={`${id}-errors`}>
          {errors
            .map(({ path, message }) =>
              `${path.slice(field.path.length).replace(/^\./, '')} ${message}`.trim(),
            )
            .join('; ')}
        </span>
      )}
    </div>
  )
}

type About = {
  readonly id: string
  readonly 'aria-invalid': boolean
  readonly 'aria-describedby': string | undefined
}

function Control({ field, value, onInput, about }: ControlProps & { readonly about: About }) {
  const { kind, options = [], placeholder = '' } = field
  if (kind === 'choice' || kind === 'choice-number')
    return (
      <select {...about} value={value} onChange={(event) => onInput(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    )
  if (kind === 'tick')
    return (
      <input
        {...about}
        type="checkbox"
        checked={value === 'true'}
        onChange={(event) => onInput(event.currentTarget.checked ? 'true' : '')}
      />
    )
  const common = { ...about, value, placeholder, spellcheck: false, autocomplete: 'off' as const }
  if (kind === 'text' || kind === 'number' || kind === 'switch')
    return (
      <input
        {...common}
        inputMode={kind === 'number' ? 'decimal' : 'text'}
        onInput={(event) => onInput(event.currentTarget.value)}
        dir={kind === 'text' ? 'auto' : 'ltr'}
      />
    )
  return <textarea {...common} rows={2} onInput={(event) => onInput(event.currentTarget.value)} />
}

function Choices({ field: { options = [] }, value, onInput }: ControlProps) {
  const chosen = new Set(value.split(','))
  const turn = (name: string, isOn: boolean): void =>
    onInput(
      options
        .flatMap(({ value: other }) => ((other === name ? isOn : chosen.has(other)) ? other : []))
        .join(','),
    )
  return (
    <>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="checkbox"
            checked={chosen.has(option.value)}
            onChange={(event) => turn(option.value, event.currentTarget.checked)}
          />{' '}
          {option.text}
        </label>
      ))}
    </>
  )
}

/** Lists the problems that belong to no single field. */
export function Errors({ errors }: { readonly errors: readonly FieldError[] }) {
  if (errors.length === 0) return null
  return (
    <ul class="errors" role="alert">
      {errors.map(({ path, message }) => (
        <li key={path + message}>
          {path !== '' && <code>{path}</code>} {message}
        </li>
      ))}
    </ul>
  )
}
