// Applies rules to the fields of a request. Mirrors Illuminate\Validation\Validator.

import { invalid, invalidAsGiven } from './errors.ts'
import { type Rule, type RuleContext, toAttribute } from './rules.ts'
import { type InputValue, UploadedFile } from '../php/input-array.ts'

/** The rules of each field, in the order in which they run. */
export type Rules = Readonly<Record<string, readonly Rule[]>>

/**
 * Throws a 422 with the messages of all failed rules, in the order of `rules`. When `required`
 * fails, no other rule of the field runs.
 */
export function validate(
  rules: Rules,
  context: RuleContext,
  summary: 'summary' | 'given' = 'summary',
): void {
  validateFields(Object.keys(rules), rules, context, summary)
}

/** Validates only `fields`, in their order. Throws a 422 with all messages. */
export function validateFields(
  fields: readonly string[],
  rules: Rules,
  context: RuleContext,
  summary: 'summary' | 'given' = 'summary',
): void {
  const errors = new Map<string, string[]>()
  for (const field of fields) {
    const messages = messagesFor(rules[field] ?? [], context.input.get(field) ?? null, context)
    if (messages.length > 0)
      errors.set(
        field,
        messages.map((message) => message.replace(':attribute', toAttribute(field))),
      )
  }
  if (errors.size > 0) throw summary === 'given' ? invalidAsGiven(errors) : invalid(errors)
}

function messagesFor(
  rules: readonly Rule[],
  value: InputValue,
  context: RuleContext,
): readonly string[] {
  if (value === null && !rules.some(({ isImplicit }) => isImplicit)) return none
  const isFile = value instanceof UploadedFile
  if (isFile && !value.isWhole && rules.some(({ isImplicit }) => isImplicit))
    return ['The :attribute failed to upload.']
  const messages: string[] = []
  for (const rule of rules) {
    if (value === null && !rule.isImplicit) continue
    if (rule.needsValid && messages.length > 0) continue
    if (rule.passes(value, context)) continue
    messages.push((isFile ? rule.fileMessage : undefined) ?? rule.message)
    if (rule.isImplicit) break
  }
  return messages
}

const none: readonly string[] = []
