import { useState } from 'preact/hooks'
import type { NewUser, UserRecord } from '../../client/wire.ts'
import { editionNames } from '../../editions.ts'
import { say } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import { refreshStatus, refreshUsers } from '../mock/status.ts'
import { Errors, FieldSet } from './field-set.tsx'
import { type Field, type Option, otherErrors, toJson, type Values } from './fields.ts'
import { useForm } from './form.ts'

type Fixture = Extract<NonNullable<NewUser['dataset']>, { fixture: unknown }>['fixture']

const fixtures: Readonly<Record<Fixture, string>> = {
  demo: 'the demo',
  documented: 'those of the documentation',
  empty: 'none at all',
  one: 'one row',
  fourteen: '14 rows, less than a page',
  fifteen: '15 rows, just a page',
  sixteen: '16 rows, a page and one',
  thirty: '30 rows, two pages',
  ties: 'many of the same second',
  nulls: 'with nulls wherever they may be',
  unicode: 'names in all scripts',
  long: 'very long texts',
}

const toOptions = (texts: Readonly<Record<string, string>>): readonly Option[] =>
  Object.entries(texts).map(([value, text]) => ({ value, text: `${value}: ${text}` }))

const datasetFields: Readonly<Record<string, readonly Field[]>> = {
  fixture: [
    {
      path: 'dataset.fixture',
      label: 'Fixture',
      kind: 'choice',
      initial: 'demo',
      options: toOptions(fixtures),
    },
  ],
  generate: [
    { path: 'dataset.generate', label: 'How many rows', kind: 'number', initial: '1000' },
    { path: 'dataset.seed', label: 'Seed', kind: 'number', placeholder: "the mock's" },
  ],
  given: [
    {
      path: 'dataset.conversations',
      label: 'Rows (JSON)',
      kind: 'json',
      initial: '[{"type":"whatsapp"},{}]',
    },
  ],
}

const personFields: readonly Field[] = [
  { path: 'name', label: 'Name', kind: 'text', initial: 'Test User' },
  { path: 'email', label: 'Email', kind: 'text', initial: 'test@example.com' },
  {
    path: 'ttl_seconds',
    label: 'Disappears after (seconds)',
    kind: 'number',
    placeholder: 'never',
  },
  {
    path: 'editions',
    label: 'A token for each edition',
    kind: 'choices',
    initial: editionNames.join(','),
    options: editionNames.map((value) => ({ value, text: value })),
  },
]

/**
 * The menu for the source of the rows. It chooses the fields below it, and the form does not send
 * its value.
 */
const sourceField: Field = {
  path: 'source',
  label: 'Rows',
  kind: 'choice',
  initial: 'fixture',
  options: [
    { value: 'fixture', text: 'of a fixture' },
    { value: 'generate', text: 'generated' },
    { value: 'given', text: 'given as JSON' },
  ],
}

export function UserForm({ onMade }: { readonly onMade: (user: UserRecord) => void }) {
  const [values, setValues] = useState<Values>({})
  const { errors, isBusy, submit } = useForm()
  const rowFields = datasetFields[values['source'] ?? 'fixture'] ?? []
  const sent = [...personFields, ...rowFields]

  async function make(event: Event): Promise<void> {
    event.preventDefault()
    const user = await submit(() =>
      ask<UserRecord>('POST', '/users', { body: toJson(sent, values) }),
    )
    if (!user) return
    onMade(user)
    say(`User ${user.id} is there, with ${user.tokens.length} tokens.`)
    await Promise.all([refreshUsers(), refreshStatus()])
  }

  return (
    <section class="card" aria-label="New user">
      <header>
        <h2>New user</h2>
      </header>
      <p class="muted">
        An edition is the API as one brand documents it. A token belongs to one edition.
      </p>
      <form onSubmit={(event) => void make(event)}>
        <FieldSet
          fields={[...personFields, sourceField, ...rowFields]}
          values={values}
          errors={errors}
          onChange={setValues}
        />
        <Errors errors={otherErrors(sent, errors)} />
        <div class="row">
          <button type="submit" class="primary" aria-disabled={isBusy}>
            {isBusy ? 'Making …' : 'Make user'}
          </button>
        </div>
      </form>
    </section>
  )
}
