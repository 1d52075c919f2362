// Reads the answers to calls about one conversation, and explains failures to a person.

import { toReason } from '../widgets/reason.ts'
import { type Exchange, isRecord, type Item, parse } from './reading.ts'

export type Said = {
  readonly role: string
  readonly content: string
  /** Null if the message has no function calls. */
  readonly functionCalls: unknown
}

/**
 * The body of an answer, or a refusal for a person. The refusal is the sentence `what`, followed by
 * the reason.
 */
export function readAnswer(exchange: Exchange, what: string): { body: Item } | { refusal: string } {
  const { status, text, problem } = exchange
  if (status === null)
    return { refusal: `${what} There was no answer; the browser says: ${problem}` }
  if (problem !== undefined)
    return { refusal: `${what} The answer broke off; the browser says: ${problem}` }
  const { value, reason } = parse(text)
  const body = isRecord(value) ? value : undefined
  if (status >= 400) return { refusal: `${what} ${toWords(exchange, body ?? {})}` }
  if (body) return { body }
  return { refusal: `${what} A client could not read the answer. ${reason ?? ''}`.trimEnd() }
}

/** Reads the messages in the answer to GET /api/conversations/{uuid}. */
export function readHistory(exchange: Exchange): { said: Said[] } | { refusal: string } {
  const answer = readAnswer(exchange, 'The messages could not be read.')
  if ('refusal' in answer) return answer
  const { history } = answer.body
  if (Array.isArray(history)) return { said: history.filter(isRecord).map(toSaid) }
  return { refusal: 'The messages could not be read. The answer holds no list under "history".' }
}

const toSaid = ({ role, content, function_calls: calls }: Item): Said => ({
  role: toText(role),
  content: toText(content),
  functionCalls: calls ?? null,
})

const toText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '')

function toWords({ status, headers }: Exchange, { message, error }: Item): string {
  const given = [error, message].find((text) => typeof text === 'string' && text !== '')
  const said = given === undefined ? '' : `: ${toText(given)}`
  const retryAfter = headers.find(([name]) => name === 'retry-after')?.[1]
  const fix = status === 429 ? waitOf(retryAfter) : ''
  return `The API answered ${status} ${toReason(status ?? 0)}${said}${fix}`
}

const waitOf = (seconds: string | undefined): string =>
  seconds === undefined ? ' Try again later.' : ` Try again in ${seconds} s.`
