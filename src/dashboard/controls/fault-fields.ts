// The fields of the form that makes a fault.

import { effectOptions, fieldsOf } from './effects.ts'
import type { Field, Option, Values } from './fields.ts'

const effectField: Field = {
  path: 'effect.type',
  label: 'Effect',
  kind: 'choice',
  initial: effectOptions[0]?.value ?? '',
  options: effectOptions,
  isWide: true,
}

/** The choice of the effect, and what the chosen one needs. */
export function effectFields(values: Values): readonly Field[] {
  const name = values['effect.type'] ?? effectField.initial ?? ''
  return [effectField, ...fieldsOf(name, values['effect.distribution'])]
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
