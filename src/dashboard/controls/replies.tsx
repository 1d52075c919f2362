// The scripted replies of assistants. A message gets the first reply whose conditions fit.

import { useState } from 'preact/hooks'
import type { NewReply, ScriptedReply } from '../../client/wire.ts'
import { counted } from '../widgets/format.ts'
import { attempt, say } from '../widgets/toast.tsx'
import { ask } from '../mock/admin.ts'
import { userId } from '../page-address.ts'
import { Arrived } from './arrived.tsx'
import { Errors, FieldSet } from './field-set.tsx'
import {
  type Field,
  type FieldError,
  otherErrors,
  toJson,
  type Values,
  withoutSent,
} from './fields.ts'
import { useForm } from './form.ts'
import { useFresh } from './fresh.ts'
import { replyInWords } from './reply-words.ts'
import { ownerInWords } from './scope.ts'
import { StateCard } from './state-card.tsx'

type Replies = { readonly replies: readonly ScriptedReply[] }

export function RepliesCard() {
  const loaded = useFresh<Replies>('/replies')
  const replies = loaded.data?.replies ?? []
  const query = { user: userId.value }

  async function remove(reply: ScriptedReply): Promise<void> {
    await attempt(
      () => changeReplies((now) => now.toSpliced(indexOf(now, reply), 1)),
      'That reply is no longer given.',
    )
    loaded.reload()
  }

  async function forget(): Promise<void> {
    await attempt(
      () => ask('DELETE', '/replies', { query }),
      'Assistants answer “You said: …” again.',
    )
    loaded.reload()
  }

  return (
    <StateCard title="Replies" whose={ownerInWords.value}>
      <p class="muted">
        An assistant answers a message with the first reply that fits it, and otherwise with “You
        said: …”.
      </p>
      <Arrived loaded={loaded} what="replies">
        {() => <ReplyList replies={replies} onRemove={(reply) => void remove(reply)} />}
      </Arrived>
      {replies.length > 1 && (
        <p class="row">
          <button type="button" class="small" onClick={() => void forget()}>
            Forget all {counted(replies.length, 'reply', 'replies')}
          </button>
        </p>
      )}
      {loaded.data && <ReplyForm onAdded={loaded.reload} />}
    </StateCard>
  )
}

/** Changes the list as it is now, because somebody else can have changed it since it was shown. */
async function changeReplies(
  change: (now: readonly ScriptedReply[]) => readonly NewReply[],
): Promise<Replies> {
  const query = { user: userId.value }
  const { replies } = await ask<Replies>('GET', '/replies', { query })
  return ask<Replies>('PUT', '/replies', { query, body: change(replies) })
}

/** The index of an equal reply, or the length of the list if it is gone. */
function indexOf(replies: readonly ScriptedReply[], reply: ScriptedReply): number {
  const text = JSON.stringify(reply)
  const index = replies.findIndex((each) => JSON.stringify(each) === text)
  return index < 0 ? replies.length : index
}

function ReplyList({
  replies,
  onRemove,
}: {
  readonly replies: readonly ScriptedReply[]
  readonly onRemove: (reply: ScriptedReply) => void
}) {
  if (replies.length === 0) return null
  return (
    <ol class="list" aria-label="Scripted replies, in the order of trying">
      {toKeyed(replies).map(({ key, reply }, index) => (
        <li key={key} class="item">
          <span dir="auto">{replyInWords(reply)}</span>
          <button
            type="button"
            class="small"
            aria-label={`Remove reply ${index + 1}`}
            onClick={() => onRemove(reply)}
          >
            Remove
          </button>
        </li>
      ))}
    </ol>
  )
}

/**
 * Gives each reply a key that stays when others come before it, so that its button keeps the focus.
 * Equal replies are counted from the last one, because new ones come first.
 */
function toKeyed(replies: readonly ScriptedReply[]): { key: string; reply: ScriptedReply }[] {
  const seen = new Map<string, number>()
  const keyed = replies.toReversed().map((reply) => {
    const text = JSON.stringify(reply)
    const count = seen.get(text) ?? 0
    seen.set(text, count + 1)
    return { key: `${count} ${text}`, reply }
  })
  return keyed.toReversed()
}

const fields: readonly Field[] = [
  {
    path: 'reply',
    label: 'The assistant answers',
    kind: 'text',
    isWide: true,
    placeholder: 'It is 10 euros. {message} stands for what was said.',
  },
  { path: 'when.contains', label: 'To a message with', kind: 'text', placeholder: 'any text' },
  {
    path: 'when.nth',
    label: 'Only to the n-th message',
    kind: 'number',
    placeholder: 'every message',
  },
  {
    path: 'when.assistant_id',
    label: 'Only by the assistant (id)',
    kind: 'number',
    placeholder: 'every assistant',
  },
  {
    path: 'function_calls',
    label: 'With function calls (JSON)',
    kind: 'json',
    placeholder: '[{"name":"book","arguments":{}}]',
  },
]

function ReplyForm({ onAdded }: { readonly onAdded: () => void }) {
  const [values, setValues] = useState<Values>({})
  const form = useForm()
  const errors = form.errors.map(ofNewReply)

  async function add(event: Event): Promise<void> {
    event.preventDefault()
    const reply = { reply: '', ...toJson(fields, values) } satisfies NewReply
    const saved = await form.submit(() => changeReplies((now) => [reply, ...now]))
    if (!saved) return
    say('Added. It is tried before the others.')
    setValues((now) => withoutSent(now, values))
    onAdded()
  }

  return (
    <form onSubmit={(event) => void add(event)}>
      <FieldSet fields={fields} values={values} errors={errors} onChange={setValues} />
      <Errors errors={otherErrors(fields, errors)} />
      <button
        type="submit"
        disabled={(values['reply'] ?? '').trim() === ''}
        aria-disabled={form.isBusy}
      >
        Add this reply
      </button>
    </form>
  )
}

/**
 * Removes the index 0 from the path of a problem. The form sends the new reply as the first of the
 * list, but its fields have no index.
 */
const ofNewReply = ({ path, message }: FieldError): FieldError => ({
  path: path.replace(/^\[?0\]?\./, ''),
  message,
})
