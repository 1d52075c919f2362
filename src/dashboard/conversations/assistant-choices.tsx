// Suggests the user's assistants in every field for an assistant. A person may type another number,
// and the API says whether it is valid.

import type { Statistics } from '../../client/wire.ts'
import { counted } from '../widgets/format.ts'
import { isolate } from '../widgets/isolate.ts'
import { useLoad } from '../widgets/use-load.ts'
import { ask } from '../mock/admin.ts'

export const ASSISTANTS = 'conversations-assistants'

type Assistants = Statistics['assistants']

/** The assistants of a user; an empty list until they are loaded. */
export function useAssistants(user: number): Assistants {
  const { data } = useLoad(String(user), (signal) =>
    ask<Statistics>('GET', '/statistics', { query: { user }, signal }),
  )
  return data?.assistants ?? NONE
}

const NONE: Assistants = []

export function AssistantChoices({ assistants }: { readonly assistants: Assistants }) {
  return (
    <datalist id={ASSISTANTS}>
      {assistants.map(({ id, name, conversations }) => (
        <option key={id} value={id}>
          {isolate(name)} · {counted(conversations, 'conversation')}
        </option>
      ))}
    </datalist>
  )
}
