// A chat client: finds an assistant, begins a conversation, talks, reads it, and hands it over to a person.

const base = process.env['BASE_URL'] ?? 'http://localhost:4080'
const key = process.env['API_KEY'] ?? 'combined-demo-key'

type Message = { role: 'assistant' | 'user'; content: string }
type Assistants = { data: { id: number; uuid: string; name: string }[] }
type Created = { conversation_id: string; history: Message[] }
type Answered = { message: string | null }
type History = { history: Message[] }
type Row = { id: string; message_count: number; ai_enabled: boolean }

async function call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const response = await fetch(`${base}/api/${path}`, {
    method,
    headers: {
      Accept: 'application/json',
      Authorization: `Bearer ${key}`,
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as T & { error?: string; message?: string }
  if (!response.ok) throw new Error(`${response.status}: ${answer.error ?? answer.message}`)
  return answer
}

const { data: assistants } = await call<Assistants>('GET', 'user/assistants/get?per_page=1')
const [assistant] = assistants
if (!assistant) throw new Error('the user has no assistant')
console.log(`assistant: ${assistant.name}`)

const { conversation_id: id, history } = await call<Created>('POST', 'conversations', {
  assistant_id: assistant.uuid,
  type: 'widget',
  variables: { customer_name: 'Ada' },
})
for (const { role, content } of history) console.log(`${role}: ${content}`)

for (const message of ['Hello', 'Can I talk to a person?']) {
  const answer = await call<Answered>('POST', `conversations/${id}/messages`, { message })
  console.log(`user: ${message}\nassistant: ${answer.message}`)
}

await call('POST', `automate/conversations/${id}/disable-ai`)
const silent = await call<Answered>('POST', `conversations/${id}/messages`, { message: 'Hi?' })
console.log(`the assistant is silent: ${silent.message === null}`)

const read = await call<History>('GET', `conversations/${id}`)
console.log(`messages: ${read.history.length}`)

const { data: rows } = await call<{ data: Row[] }>('GET', 'user/conversations?per_page=1')
const [row] = rows
console.log(`in the list: ${row?.id === id && row.message_count === read.history.length}`)
