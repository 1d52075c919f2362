// The messages of a conversation, and a box to write one. It calls the emulated API as clients do,
// with the token of the list.

import { useState } from 'preact/hooks'
import { Loading } from '../widgets/notice.tsx'
import { useLoad } from '../widgets/use-load.ts'
import { baseUrl } from '../mock/admin.ts'
import { readAnswer, readHistory } from './chat-answer.ts'
import { ChatFacts } from './chat-facts.tsx'
import { send } from './exchange.ts'
import { MessageBox } from './message-box.tsx'
import { Messages } from './messages.tsx'
import type { Pair } from './query.ts'
import type { Texts } from './row-fields.ts'

type Props = {
  readonly user: number
  readonly uuid: string
  /** The row from the admin API; undefined until it is loaded. */
  readonly row: Texts | undefined
  readonly headers: readonly Pair[]
  /** Called after a call has changed the conversation. */
  readonly onChange: () => void
}

export function Chat({ user, uuid, row, headers, onChange }: Props) {
  const id = encodeURIComponent(uuid.toWellFormed())
  const url = `${baseUrl}/api/conversations/${id}`
  const [news, setNews] = useState('')
  const [calls, setCalls] = useState(0)
  const { data, reload } = useLoad(JSON.stringify([url, headers]), async (signal) =>
    readHistory(await send({ url, headers }, signal)),
  )
  const isOn = row?.ai_enabled === 'true'

  /** Resolves to the reason if the call failed. */
  async function post(path: string, what: string, input?: object): Promise<string | undefined> {
    const answer = readAnswer(await send({ url: path, headers, input }), what)
    setCalls((before) => before + 1)
    if ('refusal' in answer) return answer.refusal
    setNews(newsOf(answer.body))
    reload()
    onChange()
    return undefined
  }

  return (
    <section class="chat" aria-label="Chat">
      <ChatFacts
        user={user}
        row={row}
        calls={calls}
        onSwitch={() =>
          post(
            `${baseUrl}/api/automate/conversations/${id}/${isOn ? 'disable' : 'enable'}-ai`,
            'The AI could not be switched.',
          )
        }
      />
      {data === undefined && <Loading what="the messages" />}
      {data && 'said' in data && <Messages said={data.said} />}
      {data && 'refusal' in data && (
        <div class="refused row">
          <p class="field-error" role="alert" dir="auto">
            {data.refusal}
          </p>
          <button type="button" onClick={reload}>
            Read them again
          </button>
        </div>
      )}
      <MessageBox
        isAnswered={row === undefined || isOn}
        onSend={(message) => post(`${url}/messages`, 'The message was not sent.', { message })}
      />
      <p class="unseen" role="status">
        {news}
      </p>
    </section>
  )
}

/** The text that a screen reader announces after a call. */
function newsOf(body: Readonly<Record<string, unknown>>): string {
  if (typeof body['ai_enabled'] === 'boolean')
    return `The AI is ${body['ai_enabled'] ? 'on' : 'off'}.`
  const { message } = body
  return typeof message === 'string'
    ? `The assistant answers: ${message}`
    : 'The message was sent. Nobody answers.'
}
