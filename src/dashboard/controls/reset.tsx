import { useState } from 'preact/hooks'
import type { Part } from '../../client/wire.ts'
import { confirm } from '../widgets/dialog.tsx'
import { attempt } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import { refreshStatus, refreshUsers } from '../mock/status.ts'
import { userId } from '../page-address.ts'
import { chosenName } from './scope.ts'
import { StateCard } from './state-card.tsx'

type PartWords = {
  readonly name: Part
  readonly title: string
  readonly ofServer: string
  readonly ofUser: string
}

const FORGOTTEN = 'forgotten, with walks and findings; rules that are silenced stay so'

const parts: readonly PartWords[] = [
  {
    name: 'state',
    title: 'Conversations',
    ofServer:
      'every user’s rows, and the users and tokens of the start; scripts and traffic stop. Users made since then stay',
    ofUser: 'the rows are those of the start again; script and traffic stop',
  },
  { name: 'journal', title: 'Requests', ofServer: FORGOTTEN, ofUser: FORGOTTEN },
  {
    name: 'faults',
    title: 'Faults',
    ofServer: 'all disarmed',
    ofUser: 'those of this user disarmed',
  },
  {
    name: 'replies',
    title: 'Replies',
    ofServer: 'assistants repeat what is said',
    ofUser: 'assistants repeat what is said',
  },
  {
    name: 'limiter',
    title: 'Rate limit',
    ofServer: 'everybody’s minute starts again',
    ofUser: 'the minute starts again',
  },
  {
    name: 'clock',
    title: 'Clock',
    ofServer: 'real time for everybody',
    ofUser: 'follows the clock of the server',
  },
]

/** The card that resets the chosen parts of the mock to their state at the start. */
export function ResetCard() {
  const [chosen, setChosen] = useState<readonly Part[]>(parts.map(({ name }) => name))
  const user = userId.value
  const whose = chosenName.value ?? 'the whole server'
  const wordsOf = ({ ofServer, ofUser }: PartWords): string =>
    user === undefined ? ofServer : ofUser

  async function reset(): Promise<void> {
    const given = parts.filter(({ name }) => chosen.includes(name))
    const text = given.map((part) => `${part.title}: ${wordsOf(part)}.`).join(' ')
    if (!(await confirm({ title: `Reset ${whose}?`, text, action: 'Reset' }))) return
    const done = `Reset ${whose}: ${given.map(({ title }) => title.toLowerCase()).join(', ')}.`
    await attempt(() => ask('POST', '/reset', { query: { user }, body: { parts: chosen } }), done)
    await Promise.all([refreshStatus(), refreshUsers()])
  }

  return (
    <StateCard title="Reset" whose={`Of ${whose}`}>
      <ul class="list parts-list">
        {parts.map((part) => (
          <li key={part.name}>
            <label>
              <input
                type="checkbox"
                checked={chosen.includes(part.name)}
                onChange={() =>
                  setChosen(
                    parts
                      .map(({ name }) => name)
                      .filter((name) => chosen.includes(name) !== (name === part.name)),
                  )
                }
              />{' '}
              <strong>{part.title}</strong> <span class="muted">{wordsOf(part)}</span>
            </label>
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="danger"
        disabled={chosen.length === 0}
        onClick={() => void reset()}
      >
        Reset …
      </button>
    </StateCard>
  )
}
