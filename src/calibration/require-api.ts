// Checks that the server is this API and that it accepts the token.

import { LiveError } from '../live/live-error.ts'
import { type Answered, messageIn } from './answers.ts'
import { quoted } from './reading.ts'

/** Throws a LiveError when the answer to the first question is not a list. */
export function requireApi(answered: Answered, option: string): void {
  if (answered.list) return
  const { status, headers, url } = answered.answer
  const message = messageIn(answered)
  const refusal = `GET ${url} answers ${status}${message === undefined ? '' : ` (${quoted(message)})`}`
  throw new LiveError(`${refusal}${remedyFor(status, headers.get.bind(headers), option)}`)
}

function remedyFor(
  status: number,
  header: (name: string) => string | undefined,
  option: string,
): string {
  if (status === 401 || status === 403) return '; check the token'
  if (status >= 300 && status < 400)
    return ` and leads to ${quoted(header('location') ?? 'nowhere')}; check ${option}`
  if (status === 404) return `; check ${option}`
  if (status !== 200) return '; try again when it answers 200'
  const type = header('content-type')?.split(';')[0] ?? 'no type'
  return ` with ${quoted(type)} that is no list of conversations; is ${option} this API?`
}
