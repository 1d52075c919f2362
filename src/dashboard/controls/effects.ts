// The effects of faults: the form fields of each, and its description in plain words.

import type { ArmedFault } from '../../client/wire.ts'
import { counted, toCount } from '../widgets/format.ts'
import { isolate } from '../widgets/isolate.ts'
import { delayInWords, retryInWords } from './effect-words.ts'
import type { Field, Option } from './fields.ts'

type Effect = ArmedFault['effect']
type Effects = { [Name in Effect['type']]: Extract<Effect, { type: Name }> }

type EffectRow<Own> = {
  readonly title: string
  /** Describes what the effect does to a request, such as "waits 2.0 s". */
  readonly inWords: (effect: Own) => string
  readonly fields: readonly Field[]
}

const number = (name: string, label: string, initial = '', placeholder = ''): Field => ({
  path: `effect.${name}`,
  label,
  kind: 'number',
  initial,
  placeholder,
})

const choice = (name: string, label: string, options: readonly Option[]): Field => ({
  path: `effect.${name}`,
  label,
  kind: 'choice',
  initial: options[0]?.value ?? '',
  options,
})

const numbers = (...values: number[]): Option[] =>
  values.map((value) => ({ value: `${value}`, text: `${value}` }))

const effects: { readonly [Name in keyof Effects]: EffectRow<Effects[Name]> } = {
  status: {
    title: 'Answer with a status',
    inWords: ({ status, body }) =>
      `answers with status ${status}${body === undefined ? '' : ' and a body of its own'}`,
    fields: [
      number('status', 'Status', '500'),
      {
        path: 'effect.content_type',
        label: 'Content-Type',
        kind: 'text',
        placeholder: 'as the body is',
      },
      {
        path: 'effect.body',
        label: 'Body: JSON or a text',
        kind: 'json',
        placeholder: "Laravel's for this status",
      },
      {
        path: 'effect.headers',
        label: 'More headers, one a line',
        kind: 'headers',
        placeholder: 'X-Served-By: cache',
      },
    ],
  },
  rate_limit: {
    title: '429 Too Many Requests',
    inWords: (effect) => `answers 429, ${retryInWords(effect)}`,
    fields: [
      number('retry_after', 'Retry after (seconds)', '2'),
      choice('form', 'Retry-After is', [
        { value: 'seconds', text: 'in seconds' },
        { value: 'date', text: 'a date' },
        { value: 'negative', text: 'negative' },
        { value: 'missing', text: 'missing' },
      ]),
      number('limit', 'X-RateLimit-Limit', '60'),
    ],
  },
  maintenance: {
    title: '503 for maintenance',
    inWords: ({ retry_after }) => `answers 503 with an HTML page, Retry-After ${retry_after} s`,
    fields: [number('retry_after', 'Retry after (seconds)', '60')],
  },
  delay: {
    title: 'Answer late',
    inWords: delayInWords,
    fields: [
      choice('distribution', 'How long', [
        { value: 'fixed', text: 'always the same' },
        { value: 'uniform', text: 'between two times' },
        { value: 'log_normal', text: 'log-normal' },
      ]),
    ],
  },
  slow: {
    title: 'Trickle',
    inWords: ({ bytes_per_second }) =>
      `sends the body at ${counted(bytes_per_second, 'byte')} a second`,
    fields: [number('bytes_per_second', 'Bytes a second', '2000')],
  },
  truncate: {
    title: 'Cut the body',
    inWords: ({ bytes }) => `cuts the body after ${counted(bytes, 'byte')}`,
    fields: [number('bytes', 'Bytes that arrive', '100')],
  },
  malformed: {
    title: 'Break the JSON',
    inWords: () => 'takes the last byte from the body: no JSON',
    fields: [],
  },
  reset: { title: 'Reset the connection', inWords: () => 'resets the connection', fields: [] },
  empty: {
    title: 'Close without a byte',
    inWords: () => 'closes the connection without a byte',
    fields: [],
  },
  expired_cursor: {
    title: 'Refuse the cursor',
    inWords: ({ status }) => `refuses the cursor with status ${status}`,
    fields: [
      { ...choice('status', 'Status', numbers(422, 400, 404, 410)), kind: 'choice-number' },
      {
        path: 'effect.message',
        label: 'Message',
        kind: 'text',
        placeholder: 'The cursor has expired.',
      },
    ],
  },
  repeat_cursor: {
    title: 'Link to the same page again',
    inWords: () => 'links to the same page as the next one',
    fields: [],
  },
  short_page: {
    title: 'Give a short page',
    inWords: ({ rows }) =>
      rows === undefined
        ? 'gives one row less than asked for'
        : `gives at most ${counted(rows, 'row')}`,
    fields: [number('rows', 'Rows', '', 'one less than asked for')],
  },
  empty_page: {
    title: 'Give an empty page',
    inWords: () => 'gives no rows, though more follow',
    fields: [],
  },
  duplicate_row: {
    title: 'Give the first row twice',
    inWords: () => 'gives the first row twice',
    fields: [],
  },
  exception: {
    title: 'Throw an exception',
    inWords: () => 'throws an exception: 500, after token and limit',
    fields: [],
  },
  process_error: {
    title: 'Fail while a message is answered',
    inWords: ({ text }) => `fails to answer a message: ${isolate(text)}`,
    fields: [
      { path: 'effect.text', label: 'Text', kind: 'text', placeholder: 'Connection timeout' },
    ],
  },
  count_drift: {
    title: 'Let the total drift',
    inWords: ({ by }) =>
      `lets the total ${by < 0 ? 'shrink' : 'grow'} by ${toCount(Math.abs(by))} with each page`,
    fields: [number('by', 'By, each page', '1')],
  },
}

const delays: Readonly<Record<string, readonly Field[]>> = {
  fixed: [number('milliseconds', 'Milliseconds', '2000')],
  uniform: [number('min', 'At least (ms)', '100'), number('max', 'At most (ms)', '1000')],
  log_normal: [
    number('median', 'Median (ms)', '300'),
    number('sigma', 'Sigma (0.4: slow at times)', '0.4'),
  ],
}

/** The effects as options of a menu. Each value is the effect's name in the API. */
export const effectOptions: readonly Option[] = Object.entries(effects).map(
  ([value, { title }]) => ({ value, text: title }),
)

/** The form fields of an effect. The fields of a delay depend on its distribution. */
export function fieldsOf(name: string, distribution = 'fixed'): readonly Field[] {
  const own = isEffect(name) ? effects[name].fields : []
  return name === 'delay' ? [...own, ...(delays[distribution] ?? [])] : own
}

const isEffect = (name: string): name is keyof Effects => Object.hasOwn(effects, name)

/** Describes what the effect does to a request, such as "waits 2.0 s". */
export const effectInWords = <Name extends keyof Effects>(
  effect: Effects[Name] & { readonly type: Name },
): string => effects[effect.type].inWords(effect)
