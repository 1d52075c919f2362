// The balance of a user, and a small form to set it. Assistants refuse to answer when it is too
// low.

import { useState } from 'preact/hooks'
import type { UserRecord } from '../../client/wire.ts'
import { toMoney } from '../widgets/format.ts'
import { say } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import { refreshUsers } from '../mock/status.ts'
import { Errors, FieldSet } from './field-set.tsx'
import { type Field, otherErrors, toJson, type Values } from './fields.ts'
import { useForm } from './form.ts'

export function Balance({ user: { id, total_balance: balance } }: { readonly user: UserRecord }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div class="balance">
      <p class="row">
        <span class="muted">Balance {toMoney(balance)}</span>
        <button
          type="button"
          class="small"
          aria-expanded={isOpen}
          aria-label={`Set the balance of user ${id}`}
          onClick={() => setOpen(!isOpen)}
        >
          Set …
        </button>
      </p>
      {isOpen && <BalanceForm id={id} balance={balance} onDone={() => setOpen(false)} />}
    </div>
  )
}

type FormProps = {
  readonly id: number
  readonly balance: number
  readonly onDone: () => void
}

function BalanceForm({ id, balance, onDone }: FormProps) {
  const fields: readonly Field[] = [
    {
      path: 'total_balance',
      label: `Balance of user ${id}`,
      kind: 'number',
      initial: `${balance}`,
    },
  ]
  const [values, setValues] = useState<Values>({})
  const { errors, isBusy, submit } = useForm()

  async function save(event: Event): Promise<void> {
    event.preventDefault()
    const body = toJson(fields, values)
    const saved = await submit(() => ask<UserRecord>('PATCH', `/users/${id}`, { body }))
    if (!saved) return
    say(`The balance of user ${id} is ${toMoney(saved.total_balance)}.`)
    onDone()
    await refreshUsers()
  }

  return (
    <form onSubmit={(event) => void save(event)}>
      <div class="row bottom">
        <FieldSet fields={fields} values={values} errors={errors} onChange={setValues} />
        <button type="submit" aria-disabled={isBusy}>
          Set the balance
        </button>
      </div>
      <Errors errors={otherErrors(fields, errors)} />
      <p class="muted">A message costs 0.01. With less than that, no assistant answers.</p>
    </form>
  )
}
