// The validation of the endpoint's input: which fields have which rules, and how they are tried.

import { conversationTypes } from '../dataset/dataset.ts'
import { DEFAULT_PER_PAGE, type Parameter } from '../editions.ts'
import { invalid } from '../laravel/errors.ts'
import type { Filters } from '../store/filters.ts'
import type { InputArray, InputValue } from '../php/query-string.ts'
import {
  afterOrEqual,
  dateFormat,
  integer,
  maxLength,
  maxNumber,
  minNumber,
  oneOf,
  ownAssistant,
  type Rule,
  type RuleContext,
  string,
  toAttribute,
  toInteger,
  toText,
} from '../laravel/rules.ts'

const text = [string, maxLength(255)]

/** Every rule list begins with `nullable`: an absent or null field is not looked at. `page` has no rules. */
const rules: Partial<Record<Parameter, readonly Rule[]>> = {
  type: [oneOf(conversationTypes)],
  assistant_id: [integer, ownAssistant],
  date_from: [dateFormat],
  date_to: [dateFormat, afterOrEqual('date_from')],
  customer_phone: text,
  whatsapp_sender_phone: text,
  external_identifier: text,
  per_page: [integer, minNumber(1), maxNumber(100)],
  cursor: [string],
}

export type Validated = { readonly filters: Filters; readonly perPage: number }

/** Throws a 422 with all messages: fields in the order of the rules, within a field every rule that is broken. */
export function validate(fields: readonly Parameter[], context: RuleContext): Validated {
  const errors = new Map<string, string[]>()
  for (const field of fields) {
    const value = context.input.get(field) ?? null
    if (value === null) continue
    const messages = brokenRules(rules[field] ?? [], value, context).map((rule) =>
      rule.message.replace(':attribute', toAttribute(field)),
    )
    if (messages.length > 0) errors.set(field, messages)
  }
  if (errors.size > 0) throw invalid(errors)
  return {
    filters: toFilters(fields, context.input),
    perPage: toPerPage(context.input.get('per_page') ?? null),
  }
}

function brokenRules(list: readonly Rule[], value: InputValue, context: RuleContext): Rule[] {
  const broken: Rule[] = []
  for (const rule of list) {
    if (rule.needsValid && broken.length > 0) continue
    if (!rule.passes(value, context)) broken.push(rule)
  }
  return broken
}

const toPerPage = (value: InputValue): number =>
  value === null ? DEFAULT_PER_PAGE : Number(toInteger(value))

function toFilters(fields: readonly Parameter[], input: InputArray): Filters {
  const filters: Filters = {}
  for (const field of fields) {
    const value = input.get(field) ?? null
    if (
      value === null ||
      value instanceof Map ||
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
