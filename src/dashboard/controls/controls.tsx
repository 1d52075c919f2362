// The view with the controls: faults, state and users. Each action takes one click. Actions that
// cannot be undone ask for a confirmation.

import { toCount } from '../widgets/format.ts'
import { status } from '../mock/status.ts'
import { hrefOf, pageAddress, userId } from '../page-address.ts'
import { Faults } from './faults.tsx'
import { State } from './state.tsx'
import { Users } from './users.tsx'

const parts = [
  { name: 'faults', title: 'Faults', Show: Faults },
  { name: 'state', title: 'State', Show: State },
  { name: 'users', title: 'Users', Show: Users },
] as const

export function Controls() {
  const { Show } = parts.find(({ name }) => name === pageAddress.value.params['part']) ?? parts[0]
  return (
    <div class="controls">
      <nav class="parts" aria-label="Parts of this view">
        {parts.map((part) => (
          <a
            key={part.name}
            href={hrefOf('controls', { part: part.name })}
            aria-current={part.Show === Show ? 'page' : undefined}
          >
            {part.title}
            <Amount of={part.name} />
          </a>
        ))}
      </nav>
      <Show key={userId.value ?? 'all'} />
    </div>
  )
}

function Amount({ of }: { readonly of: (typeof parts)[number]['name'] }) {
  if (of === 'state' || !status.value) return null
  const amount = status.value[of]
  if (amount === 0) return null
  return <span class="chip">{toCount(amount)}</span>
}
