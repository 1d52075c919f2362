// Replaces the texts of people in captured rows. It knows which field holds which kind of text.

import type { TextKind } from '../dataset/captured.ts'
import type { PhpValue } from '../php/json.ts'
import { createAnonymiser } from './anonymiser.ts'
import type { LiveRow } from './live-row.ts'
import { createOriginals, type Originals } from './originals.ts'
import { digitsOf, isPhone, keptLength } from './phone.ts'

/** The kind of text in each field. Texts inside `variables` are found one by one. */
const kindOf = {
  uuid: 'uuids',
  assistant_uuid: 'uuids',
  assistant_name: 'assistants',
  external_identifier: 'identifiers',
  whatsapp_sender_name: 'names',
  whatsapp_sender_phone: 'phones',
  customer_name: 'names',
  customer_phone: 'phones',
} as const satisfies Partial<Record<keyof LiveRow, TextKind>>
type TextField = keyof typeof kindOf

const isTextField = (name: string): name is TextField => name in kindOf
const textFields = Object.keys(kindOf).filter(isTextField)

type AnonymiseOptions = { readonly key: Uint8Array; readonly keep: ReadonlySet<TextKind> }

/** For each kind: the number of replaced texts, and the number of different replacements. */
export type Replacements = Readonly<
  Record<TextKind, { readonly texts: number; readonly different: number }>
>

export type Anonymised = {
  readonly rows: readonly LiveRow[]
  readonly replacements: Replacements
  readonly originals: Originals
}

export function anonymise(rows: readonly LiveRow[], { key, keep }: AnonymiseOptions): Anonymised {
  const isKept = (kind: TextKind): boolean => keep.has(kind)
  const originals = originalsOf(rows, isKept)
  const anonymiser = createAnonymiser({ key, originals, phones: phonesOf(rows) })
  const counts = createCounts()
  const isData = createKeyCheck(rows, originals)
  const replace = {
    text(kind: TextKind, text: string): string {
      if (isKept(kind) || text === '') return text
      const made = kind === 'uuids' ? anonymiser.uuid(text) : anonymiser.text(text)
      counts.add(kind, made)
      return made
    },
    number(value: number | bigint): number | bigint {
      if (isKept('variables')) return value
      const made = anonymiser.number(value)
      if (made !== value) counts.add('variables', String(made))
      return made
    },
    key: (name: string): string => (isData(name) ? replace.text('variables', name) : name),
  }
  return {
    rows: rows.map((row) => ({
      ...row,
      ...Object.fromEntries(
        textFields.map((field) => {
          const value = row[field]
          return [field, value === null ? null : replace.text(kindOf[field], value)]
        }),
      ),
      variables: replaceIn(row.variables, replace),
    })),
    replacements: counts.result(),
    originals,
  }
}

type Replace = {
  readonly text: (kind: TextKind, text: string) => string
  readonly number: (value: number | bigint) => number | bigint
  readonly key: (name: string) => string
}

function replaceIn(value: PhpValue, replace: Replace): PhpValue {
  if (typeof value === 'string') return replace.text('variables', value)
  if (typeof value === 'number' || typeof value === 'bigint') return replace.number(value)
  if (Array.isArray(value)) return value.map((item) => replaceIn(item, replace))
  if (!(value instanceof Map)) return value
  return new Map([...value].map(([name, item]) => [replace.key(name), replaceIn(item, replace)]))
}

function originalsOf(rows: readonly LiveRow[], isKept: (kind: TextKind) => boolean): Originals {
  const originals = createOriginals()
  const add = (text: string): void =>
    UUID.test(text) ? originals.addWhole(text) : originals.add(text)
  for (const row of rows) {
    for (const field of textFields) if (!isKept(kindOf[field])) add(row[field] ?? '')
    if (!isKept('variables')) {
      for (const item of itemsIn(row.variables)) add(item)
      for (const name of keysIn(row.variables)) if (looksLikeData(name)) add(name)
    }
  }
  return originals
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** All texts in a value, including numbers that have enough digits to be replaced. */
function itemsIn(value: PhpValue): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number' || typeof value === 'bigint')
    return digitsOf(String(value)).length < MANY_DIGITS ? [] : [String(value)]
  if (value === null || typeof value !== 'object') return []
  return [...value.values()].flatMap(itemsIn)
}

const MANY_DIGITS = 5

function keysIn(value: PhpValue): string[] {
  if (value === null || typeof value !== 'object') return []
  const inner = [...value.values()].flatMap(keysIn)
  return value instanceof Map ? [...value.keys(), ...inner] : inner
}

function phonesOf(rows: readonly LiveRow[]): Set<string> {
  const phones = rows.flatMap((row) => [row.customer_phone ?? '', row.whatsapp_sender_phone ?? ''])
  return new Set(phones.filter(isPhone).map(digitsOf))
}

/** Matches an e-mail address, a link, a number with many digits, or a text too long for a name. */
const looksLikeData = (name: string): boolean =>
  /[@/\\]/.test(name) || (name.match(/\d/g) ?? []).length >= MANY_DIGITS || name.length > MAX_KEY

const MAX_KEY = 40

/**
 * A key that contains a space may be a person's name. In at least this many rows, it counts as a
 * field name.
 */
const MIN_ROWS = 3

/** Returns a check: does a key of `variables` say something about a person? */
function createKeyCheck(rows: readonly LiveRow[], originals: Originals) {
  const counts = new Map<string, number>()
  for (const { variables } of rows)
    for (const name of new Set(keysIn(variables))) counts.set(name, (counts.get(name) ?? 0) + 1)
  const names = new Set(
    rows.flatMap((row) => [row.customer_name, row.whatsapp_sender_name, row.external_identifier]),
  )
  return (name: string): boolean =>
    looksLikeData(name) ||
    names.has(name) ||
    (/\s/.test(name.trim()) && ((counts.get(name) ?? 0) < MIN_ROWS || originals.has(name)))
}

function createCounts() {
  const texts = new Map<TextKind, number>()
  const different = new Map<TextKind, Set<string>>()
  const of = (kind: TextKind) => ({
    texts: texts.get(kind) ?? 0,
    different: different.get(kind)?.size ?? 0,
  })
  return {
    add(kind: TextKind, made: string): void {
      texts.set(kind, (texts.get(kind) ?? 0) + 1)
      const known = different.get(kind)
      if (known) known.add(made)
      else different.set(kind, new Set([made]))
    },
    result: (): Replacements => ({
      names: of('names'),
      phones: of('phones'),
      identifiers: of('identifiers'),
      variables: of('variables'),
      assistants: of('assistants'),
      uuids: of('uuids'),
    }),
  }
}

/** Paths of texts that still hold an original. The rows are those read back from the file. */
export function findLeaks(
  rows: readonly LiveRow[],
  { originals, keep }: { readonly originals: Originals; readonly keep: ReadonlySet<TextKind> },
): string[] {
  const holds = (text: string): boolean =>
    originals.findIn(isPhone(text) ? text.slice(keptLength(text)) : text) !== undefined
  return rows.flatMap((row, index) => [
    ...textFields.flatMap((field) =>
      !keep.has(kindOf[field]) && holds(row[field] ?? '') ? [`${field} of row ${index + 1}`] : [],
    ),
    ...(!keep.has('variables') && itemsIn(row.variables).some(holds)
      ? [`variables of row ${index + 1}`]
      : []),
  ])
}
