// Reads the limits for page sizes, texts and dates. No setting of the mock changes them.

import { DEFAULT_PER_PAGE } from '../editions.ts'
import { type Answered, type Answers, errorsIn } from './answers.ts'
import { type Evidence, evidence, type Reading, reading, noReading } from './reading.ts'
import { filterNames } from './probes.ts'

const MAX_PER_PAGE = 100
const NO_SWITCH = 'no switch gives that'

/** The reading looks like `1 to 100, 15 by default`. */
export function readPageSizes(answers: Answers): Reading {
  const usual = answers.get('list')?.list?.per_page
  const least = answers.get('per_page 0')
  const most = answers.get('per_page 101')
  const seen = [...seenOf(answers.get('list')), ...seenOf(least), ...seenOf(most)]
  if (!least || !most) return noReading(answers.problemOf('per_page 101') ?? 'no answer', seen)
  const minimum = errorsIn(least)?.['per_page'] ? 'from 1' : 'with 0 taken'
  const maximum = maximumIn(most)
  const byDefault = usual === undefined ? '' : `, ${usual} by default`
  const isAlike =
    minimum === 'from 1' && maximum === String(MAX_PER_PAGE) && usual === DEFAULT_PER_PAGE
  return reading(
    `${minimum} to ${maximum}${byDefault}`,
    seen,
    isAlike ? undefined : `the mock takes 1 to 100, 15 by default; ${NO_SWITCH}`,
  )
}

function maximumIn(answered: Answered): string {
  const [message] = errorsIn(answered)?.['per_page'] ?? []
  if (message !== undefined) return /\d+/.exec(message)?.[0] ?? 'a bound that it does not tell'
  const size = answered.list?.per_page
  return size !== undefined && size <= MAX_PER_PAGE ? `${size}, to which it cuts` : 'more than 100'
}

/** The maximum number of characters in a filter text. */
export function readTexts(answers: Answers): Reading {
  const answered = answers.get('wrong values')
  const errors = errorsIn(answered)
  const messages = filterNames.flatMap((name) =>
    /phone|identifier/.test(name) ? (errors?.[name] ?? []) : [],
  )
  const [message] = messages
  if (!answered || message === undefined)
    return noReading('it validates no filter that is a text', answered ? seenOf(answered) : [])
  const length = /\d+/.exec(message)?.[0] ?? '?'
  return reading(
    `up to ${length} characters`,
    [evidence(answered, message.slice(0, 100))],
    length === '255' ? undefined : `the mock takes up to 255; ${NO_SWITCH}`,
  )
}

/** Whether the API refuses a date_to before date_from. */
export function readDates(answers: Answers): Reading {
  const answered = answers.get('dates the wrong way round')
  if (!answered) return noReading(answers.problemOf('dates the wrong way round') ?? 'no answer')
  const isRefused = errorsIn(answered)?.['date_to'] !== undefined
  const knowsDates = errorsIn(answers.get('wrong values'))?.['date_to'] !== undefined
  if (!isRefused && !knowsDates) return noReading('it does not validate dates', seenOf(answered))
  return reading(
    isRefused ? 'date_to not before date_from' : 'in any order',
    seenOf(answered),
    isRefused ? undefined : `the mock refuses date_to before date_from; ${NO_SWITCH}`,
  )
}

function seenOf(answered: Answered | undefined): Evidence[] {
  if (!answered) return []
  const [message] = Object.values(errorsIn(answered) ?? {}).flat()
  const size = answered.list?.per_page
  const shown = message ?? (size === undefined ? undefined : `per_page ${size}`)
  return [
    evidence(
      answered,
      `${answered.answer.status}${shown === undefined ? '' : ` ${shown.slice(0, 100)}`}`,
    ),
  ]
}
