// Reads whether the URLs of other pages repeat the query of the request.

import { type Answers, type SeenList } from './answers.ts'
import { evidence, quoted, type Reading, reading, noReading } from './reading.ts'

const NAMES = ['probe', 'per_page']

export function readUrls(answers: Answers): Reading {
  for (const name of ['one row', 'far cursor']) {
    const answered = answers.get(name)
    const url = urlIn(answered?.list)
    if (answered && url !== undefined) return read(url, [evidence(answered, quoted(url))])
  }
  const problem = answers.problemOf('one row')
  if (problem !== undefined) return noReading(problem)
  const list = answers.get('one row')?.list
  return list?.keys.some((key) => key.endsWith('_url'))
    ? noReading('your account has no conversations, so there are no URLs of other pages')
    : noReading('its lists have no URLs of other pages')
}

const urlIn = (list: SeenList | undefined): string | undefined =>
  list?.first_page_url ?? list?.next_page_url ?? list?.prev_page_url ?? undefined

function read(url: string, seen: ReturnType<typeof evidence>[]): Reading {
  const query = URL.parse(url, 'http://localhost')?.searchParams
  const carried = NAMES.filter((name) => query?.has(name))
  if (carried.length === 0) return reading('bare', seen)
  return carried.length === NAMES.length
    ? reading('withQueryString', seen)
    : reading('withQueryString', seen, `it carries ${carried.join()} alone, which no switch gives`)
}
