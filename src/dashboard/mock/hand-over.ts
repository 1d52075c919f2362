// Tabs of one mock hand the admin token to a new tab, so that a link opened in a new tab gets in. It passes from tab to tab inside
// the browser and only within one origin: no address, no storage and no server sees it.

type Question = { readonly question: string }
type Answer = { readonly answerTo: string; readonly token: string }

/** Undefined where the browser has no such channel, or blocks it. */
export function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name)
  } catch {
    return undefined
  }
}

type HandOver = {
  /** The token of this tab; undefined while nobody has entered one. */
  readonly own: () => string | undefined
  /** Told of each token that another tab gives in answer to ask(). */
  readonly onToken: (token: string) => void
}

/** Answers other tabs from now on, for as long as this tab has a token. */
export function createHandOver(channel: BroadcastChannel, { own, onToken }: HandOver) {
  let question: string | undefined
  channel.addEventListener('message', ({ data }: { readonly data: unknown }) => {
    const token = own()
    if (isQuestion(data) && token !== undefined) send({ answerTo: data.question, token })
    else if (isAnswer(data) && data.answerTo === question) onToken(data.token)
  })
  return { ask }

  function ask(): void {
    // crypto.randomUUID() is missing where the page came without TLS from another machine.
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
