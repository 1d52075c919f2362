// The validation of the list's parameters, and the filters that follow from them.

import { conversationTypes } from '../dataset/conversation-types.ts'
import { DEFAULT_PER_PAGE, type Parameter } from '../editions.ts'
import type { Filters } from '../store/filters.ts'
import { type InputArray, type InputValue, isScalar } from '../php/input-array.ts'
import {
  afterOrEqual,
  dateFormat,
  integer,
  maxLength,
  maxNumber,
  minNumber,
  oneOf,
  ownAssistant,
  type RuleContext,
  string,
  toInteger,
  toText,
} from '../laravel/rules.ts'
import { type Rules, validateFields } from '../laravel/validation.ts'

const text = [string, maxLength(255)]

/** Every parameter may be null, and `page` has no rules. */
const rules = {
  type: [oneOf(conversationTypes)],
  assistant_id: [integer, ownAssistant],
  date_from: [dateFormat],
  date_to: [dateFormat, afterOrEqual('date_from')],
  customer_phone: text,
  whatsapp_sender_phone: text,
  external_identifier: text,
  per_page: [integer, minNumber(1), maxNumber(100)],
  cursor: [string],
} satisfies Rules & Partial<Record<Parameter, unknown>>

export type Validated = { readonly filters: Filters; readonly perPage: number }

/** Validates only the parameters of the edition. Throws a 422 with all messages. */
export function validateList(parameters: readonly Parameter[], context: RuleContext): Validated {
  const { input } = context
  // A parameter without a value breaks no rule and filters nothing. Most requests have at most one.
  const given = parameters.filter((name) => input.has(name))
  validateFields(given, rules, context)
  return { filters: toFilters(given, input), perPage: toPerPage(input.get('per_page') ?? null) }
}

const toPerPage = (value: InputValue): number =>
  value === null ? DEFAULT_PER_PAGE : Number(toInteger(value))

function toFilters(fields: readonly Parameter[], input: InputArray): Filters {
  const filters: Filters = {}
  for (const field of fields) {
    const value = input.get(field) ?? null
    if (
      value === null ||
      !isScalar(value) ||
      field === 'per_page' ||
      field === 'page' ||
      field === 'cursor'
    )
      continue
    if (field === 'assistant_id') filters.assistant_id = Number(toInteger(value))
    else filters[field] = toText(value)
  }
  return filters
}
