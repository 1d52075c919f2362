// Requests one list from any API. It repeats the request when the API says when to try again.

import * as z from 'zod'
import type { LiveApi, Question } from '../live/live-api.ts'
import type { LiveAnswer } from '../live/request.ts'
import { LiveError } from '../live/live-error.ts'
import { ComparisonError } from './comparison-error.ts'
import { type List, parseList } from './list.ts'

export type ListRequest = Question & {
  readonly api: LiveApi
  /** The option that holds the token, for messages. */
  readonly tokenOption: string
}

export type ListAnswer = Pick<LiveAnswer, 'url' | 'headers' | 'requests'> & { readonly list: List }

/** Throws a ComparisonError. */
export async function askForList({
  api,
  tokenOption,
  ...question
}: ListRequest): Promise<ListAnswer> {
  const answer = await ask(api, question)
  if (answer.status !== 200) throw refused(answer, tokenOption)
  const { url, headers, requests } = answer
  return { list: requireList(answer), url, headers, requests }
}

async function ask(api: LiveApi, question: Question): Promise<LiveAnswer> {
  try {
    return await api.ask(question)
  } catch (error) {
    if (error instanceof LiveError) throw new ComparisonError(error.message, { cause: error })
    throw error
  }
}

function requireList(answer: LiveAnswer): List {
  const { origin } = new URL(answer.url)
  try {
    const list = parseList(answer.text)
    if (list) return list
  } catch (cause) {
    const type = answer.headers.get('content-type')?.split(';')[0] ?? 'no type'
    throw fail(
      answer,
      `answers 200 with ${type} that is no JSON; is ${origin} the API, and not its web page?`,
      cause,
    )
  }
  throw fail(
    answer,
    `answers 200 with JSON that is no list of conversations; is ${origin} this API?`,
  )
}

function refused(answer: LiveAnswer, tokenOption: string): ComparisonError {
  const { status, headers, text } = answer
  const said = messageIn(text)
  const refusal = `answers ${status}${said === undefined ? '' : ` (${said})`}`
  if (status === 401 || status === 403) return fail(answer, `${refusal}; check ${tokenOption}`)
  if (status === 422) return fail(answer, `${refusal}; correct the filters`)
  if (status >= 300 && status < 400)
    return fail(
      answer,
      `${refusal} and leads to ${headers.get('location') ?? 'nowhere'}; check --url`,
    )
  if (status === 404) return fail(answer, `${refusal}; check --url`)
  return fail(answer, `${refusal}; both walks need every page, so try again when it answers 200`)
}

const Message = z.object({ message: z.string().min(1) })

/** The message of a Laravel error. */
function messageIn(text: string): string | undefined {
  try {
    return Message.safeParse(JSON.parse(text)).data?.message.slice(0, 300)
  } catch {
    return undefined
  }
}

const fail = ({ url }: LiveAnswer, message: string, cause?: unknown): ComparisonError =>
  new ComparisonError(`GET ${url} ${message}`, { cause })
