// The user's assistants, to choose from wherever one is asked for. Other numbers may be typed: the API says what it thinks of them.

import type { Statistics } from '../../client/wire.ts'
import { counted } from '../widgets/format.ts'
import { isolate } from '../widgets/isolate.ts'
import { useLoad } from '../widgets/use-load.ts'
import { ask } from '../mock/admin.ts'

export const ASSISTANTS = 'conversations-assistants'

export function AssistantChoices({ user }: { readonly user: number }) {
  const { data } = useLoad(String(user), (signal) =>
    ask<Statistics>('GET', '/statistics', { query: { user }, signal }),
  )
  return (
    <datalist id={ASSISTANTS}>
      {data?.assistants.map(({ id, name, conversations }) => (
        <option key={id} value={id}>
          {isolate(name)} · {counted(conversations, 'conversation')}
        </option>
      ))}
    </datalist>
  )
}
