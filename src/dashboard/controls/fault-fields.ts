// The fields of the form for a custom fault.

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

/** The menu of effects, followed by the fields of the chosen effect. */
export function effectFields(values: Values): readonly Field[] {
  const name = values['effect.type'] ?? effectField.initial ?? ''
  return [effectField, ...fieldsOf(name, values['effect.distribution'])]
}

/** The label of the checkbox that lets a fault strike requests of this page too. */
export const STRIKE_PAGE = 'Strike this page too'

/** `tokens` are the tokens to choose from. */
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

/**
 * Removes the values of the previous effect, because the new effect may use the same field names.
 */
export const withoutEffect = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([path]) => !path.startsWith('effect.') || path === 'effect.type',
    ),
  )
