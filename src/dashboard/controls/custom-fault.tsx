// The form for any fault, and the call that arms it.

import { useState } from 'preact/hooks'
import type { ArmedFault } from '../../client/wire.ts'
import { CopyButton } from '../widgets/copy-button.tsx'
import { isolate } from '../widgets/isolate.ts'
import { JsonText } from '../widgets/json-text.tsx'
import { say } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import { users } from '../mock/status.ts'
import { userId } from '../page-address.ts'
import { CurlLine } from './armed-faults.tsx'
import { effectFields, limitFields, matchFields, withoutEffect } from './fault-fields.ts'
import { Errors, FieldSet } from './field-set.tsx'
import { type Option, otherErrors, toJson, type Values } from './fields.ts'
import { useForm } from './form.ts'

export function CustomFault({ onArmed }: { readonly onArmed: () => void }) {
  const [values, setValues] = useState<Values>({})
  const { errors, setErrors, isBusy, submit } = useForm()
  const user = userId.value
  const groups = [
    { title: 'What happens', fields: effectFields(values) },
    { title: 'To which requests', fields: matchFields(tokenOptions(user)) },
    { title: 'How often', fields: limitFields },
  ]
  const fields = groups.flatMap((group) => group.fields)
  const body = toJson(fields, values)

  function fill(next: Values): void {
    setValues(next['effect.type'] === values['effect.type'] ? next : withoutEffect(next))
    setErrors([])
  }

  async function arm(event: Event): Promise<void> {
    event.preventDefault()
    const armed = await submit(() => ask<ArmedFault>('POST', '/faults', { query: { user }, body }))
    if (!armed) return
    say(`Fault ${armed.id} is armed. “Disarm” in the list undoes it.`)
    onArmed()
  }

  return (
    <section class="card custom" aria-label="Custom fault">
      <header>
        <h2>Custom fault</h2>
      </header>
      <form onSubmit={(event) => void arm(event)}>
        {groups.map(({ title, fields: own }) => (
          <fieldset key={title}>
            <legend>{title}</legend>
            <FieldSet fields={own} values={values} errors={errors} onChange={fill} />
          </fieldset>
        ))}
        <Errors errors={otherErrors(fields, errors)} />
        <div class="row">
          <button type="submit" class="primary" aria-disabled={isBusy}>
            Arm this fault
          </button>
          <button type="button" onClick={() => fill({})}>
            Start over
          </button>
        </div>
      </form>
      <Preview user={user} body={body} />
    </section>
  )
}

/** Shows the JSON and the curl command that arm the same fault. */
function Preview({ user, body }: { readonly user: number | undefined; readonly body: unknown }) {
  const json = JSON.stringify(body)
  return (
    <div class="preview">
      <div class="row">
        <h3>The same from a shell</h3>
        <CopyButton text={json} what="JSON" />
      </div>
      <JsonText text={json} />
      <CurlLine user={user} body={body} />
      <p class="muted">
        <code>$ADMIN</code> is the admin token.
      </p>
    </div>
  )
}

const tokenOptions = (user: number | undefined): readonly Option[] =>
  (users.value ?? [])
    .filter(({ id }) => id === (user ?? id))
    .flatMap(({ name, tokens }) =>
      tokens.map(({ id, edition }) => ({
        value: `${id}`,
        text: `${id} · ${edition} · ${isolate(name)}`,
      })),
    )
