// Tabs of one mock hand the admin token to a new tab, so that a link opened in a new tab works.
// The token passes from tab to tab inside the browser, and only within one origin. It appears in
// no address, no storage and no request to a server.

type Question = { readonly question: string }
type Answer = { readonly answerTo: string; readonly token: string }

/** Undefined when the browser has no BroadcastChannel, or blocks it. */
export function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name)
  } catch {
    return undefined
  }
}

type HandOver = {
  /** Returns the token of this tab; undefined while it has none. */
  readonly own: () => string | undefined
  /** Called with each token that another tab sends in answer to ask(). */
  readonly onToken: (token: string) => void
}

/** Answers the questions of other tabs while this tab has a token. `ask` asks the other tabs. */
export function createHandOver(channel: BroadcastChannel, { own, onToken }: HandOver) {
  let question: string | undefined
  channel.addEventListener('message', ({ data }: { readonly data: unknown }) => {
    const token = own()
    if (isQuestion(data) && token !== undefined) send({ answerTo: data.question, token })
    else if (isAnswer(data) && data.answerTo === question) onToken(data.token)
  })
  return { ask }

  function ask(): void {
    // Browsers offer crypto.randomUUID() only over TLS or on localhost.
    question = [...crypto.getRandomValues(new Uint32Array(4))].join('-')
    send({ question })
  }

  function send(message: Question | Answer): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has no target
    channel.postMessage(message)
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isQuestion = (data: unknown): data is Question =>
  isRecord(data) && typeof data['question'] === 'string'

const isAnswer = (data: unknown): data is Answer =>
  isRecord(data) &&
  typeof data['answerTo'] === 'string' &&
  typeof data['token'] === 'string' &&
  data['token'] !== ''
