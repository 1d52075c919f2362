// The effects of faults and what each of them needs, for the form that makes one.

import type { ArmedFault } from '../../client/wire.ts'
import type { Field, Option, Values } from './fields.ts'

type EffectName = ArmedFault['effect']['type']

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

const effects: Readonly<
  Record<EffectName, { readonly title: string; readonly fields: readonly Field[] }>
> = {
  status: {
    title: 'Answer with a status',
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
    fields: [number('retry_after', 'Retry after (seconds)', '60')],
  },
  delay: {
    title: 'Answer late',
    fields: [
      choice('distribution', 'How long', [
        { value: 'fixed', text: 'always the same' },
        { value: 'uniform', text: 'between two times' },
        { value: 'log_normal', text: 'log-normal' },
      ]),
    ],
  },
  slow: { title: 'Trickle', fields: [number('bytes_per_second', 'Bytes a second', '2000')] },
  truncate: { title: 'Cut the body', fields: [number('bytes', 'Bytes that arrive', '100')] },
  malformed: { title: 'Break the JSON', fields: [] },
  reset: { title: 'Reset the connection', fields: [] },
  empty: { title: 'Close without a byte', fields: [] },
  expired_cursor: {
    title: 'Refuse the cursor',
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
  repeat_cursor: { title: 'Link to the same page again', fields: [] },
  short_page: {
    title: 'Give a short page',
    fields: [number('rows', 'Rows', '', 'one less than asked for')],
  },
  empty_page: { title: 'Give an empty page', fields: [] },
  duplicate_row: { title: 'Give the first row twice', fields: [] },
  process_error: {
    title: 'Fail while a message is answered',
    fields: [
      { path: 'effect.text', label: 'Text', kind: 'text', placeholder: 'Connection timeout' },
    ],
  },
  count_drift: { title: 'Let the total drift', fields: [number('by', 'By, each page', '1')] },
}

const delays: Readonly<Record<string, readonly Field[]>> = {
  fixed: [number('milliseconds', 'Milliseconds', '2000')],
  uniform: [number('min', 'At least (ms)', '100'), number('max', 'At most (ms)', '1000')],
  log_normal: [
    number('median', 'Median (ms)', '300'),
    number('sigma', 'Sigma (0.4: slow at times)', '0.4'),
  ],
}

const isEffect = (name: string): name is EffectName => Object.hasOwn(effects, name)

const effectField: Field = {
  ...choice(
    'type',
    'Effect',
    Object.entries(effects).map(([value, { title }]) => ({ value, text: title })),
  ),
  isWide: true,
}

/** The choice of the effect, and what the chosen one needs. */
export function effectFields(values: Values): readonly Field[] {
  const name = values['effect.type'] ?? effectField.initial ?? ''
  const own = isEffect(name) ? effects[name].fields : []
  const more = name === 'delay' ? (delays[values['effect.distribution'] ?? 'fixed'] ?? []) : []
  return [effectField, ...own, ...more]
}

/** The words at the tick of a fault that does not spare this page. */
export const STRIKE_PAGE = 'Strike this page too'

/** `tokens`: those that may be named. */
export const matchFields = (tokens: readonly Option[]): readonly Field[] => [
  {
    path: 'match.token',
    label: 'Token',
    kind: 'choice-number',
    options: [{ value: '', text: 'any, or none' }, ...tokens],
  },
  {
    path: 'match.paginator',
    label: 'Pagination',
    kind: 'choice',
    options: [
      { value: '', text: 'any' },
      { value: 'page', text: 'by page' },
      { value: 'cursor', text: 'by cursor' },
    ],
  },
  { path: 'match.page', label: 'Page', kind: 'number', placeholder: 'any' },
  {
    path: 'match.cursor',
    label: 'Cursor: true, false or a text',
    kind: 'switch',
    placeholder: 'with or without',
  },
  { path: 'match.method', label: 'Method', kind: 'text', placeholder: 'any' },
  { path: 'match.path', label: 'Path', kind: 'text', placeholder: 'any' },
  { path: 'match.endpoint', label: 'Endpoint', kind: 'text', placeholder: 'messages.send' },
  { path: 'match.nth', label: 'Only the n-th', kind: 'number', placeholder: 'all' },
  { path: 'match.every', label: 'Every n-th', kind: 'number', placeholder: 'all' },
  { path: 'match.probability', label: 'Probability (0 to 1)', kind: 'number', placeholder: '1' },
  {
    path: 'match.parameters',
    label: 'Parameters, name=value, one a line',
    kind: 'pairs',
    placeholder: 'type=widget',
  },
  { path: 'dashboard', label: STRIKE_PAGE, kind: 'tick' },
]

export const limitFields: readonly Field[] = [
  { path: 'times', label: 'How often at most', kind: 'number', placeholder: 'until disarmed' },
  { path: 'seed', label: 'Seed', kind: 'number', placeholder: "the mock's" },
  { path: 'note', label: 'Note', kind: 'text', placeholder: 'what it is for' },
]

/** Of another effect nothing stays: its fields may have the same names. */
export const withoutEffect = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([path]) => !path.startsWith('effect.') || path === 'effect.type',
    ),
  )
