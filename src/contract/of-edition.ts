// Reduces the contract to one edition, so that a generated client has one shape.

import { type Edition, type EditionName, editionNames, editions } from '../editions.ts'
import { inWordsOf } from './edition-words.ts'
import { isObject, type Json, type JsonObject, withoutUnused } from './used-components.ts'

/** Takes the whole contract as JSON text. */
export function contractOf(name: EditionName, contract: string): JsonObject {
  const edition: Edition = editions[name]
  const foreign = new Set([...foreignComponents(edition), ...switchedResponses(contract)])
  const narrowed: unknown = JSON.parse(contract, narrow)
  if (!isObject(narrowed)) throw new Error('the contract is not an object')
  return withoutUnused(narrowed)

  /** JSON.parse() calls it for the leaves first, and for the whole document last. */
  function narrow(key: string, value: Json): Json | undefined {
    if (typeof value === 'string') return key === 'description' ? inWordsOf(name, value) : value
    if (Array.isArray(value)) return value.filter(isOwn)
    if (!isObject(value)) return value
    if (!isOwn(value)) return undefined
    if (key === 'examples') return pick(value, (example) => isOwnExample(name, example))
    if (key === 'propertyNames') return { ...value, enum: [...validated(edition)] }
    if (key === 'ConversationHistory') return historyOf(edition, value)
    if (key === 'info') return { ...value, title: `Conversations (${name})` }
    return withoutChoice(value)
  }

  /**
   * True unless the value refers to a component, or is the server, of another edition, or is an
   * answer that a switch brings.
   */
  function isOwn(value: Json | undefined): boolean {
    if (!isObject(value)) return value !== undefined
    if ('x-switch' in value) return false
    const { $ref: reference, url } = value
    if (typeof reference === 'string') return !foreign.has(reference)
    return !origins.has(url) || url === edition.origin
  }
}

const origins = new Set<Json | undefined>(editionNames.map((name) => editions[name].origin))

/** References to parameters that the edition ignores, and to shapes that it does not return. */
function foreignComponents({ parameters, ...edition }: Edition): ReadonlySet<string> {
  const ignored = editions.combined.parameters.filter((name) => !parameters.includes(name))
  const answered = shapesOf(edition)
  return new Set([
    ...ignored.map((name) => `#/components/parameters/${name}`),
    ...shapes
      .filter((name) => !answered.includes(name))
      .map((name) => `#/components/schemas/${name}`),
  ])
}

/** References to the responses that a switch brings. */
function switchedResponses(contract: string): string[] {
  const names: string[] = []
  JSON.parse(contract, (key: string, value: Json) => {
    if (isObject(value) && 'x-switch' in value && 'description' in value) names.push(key)
    return value
  })
  return names.map((name) => `#/components/responses/${name}`)
}

const shapes = [
  'ConversationPage',
  'PageWithCursors',
  'CursorPage',
  'ShortCursorPage',
  'AssistantPage',
  'AssistantBrief',
]

function shapesOf({ paginator, cursorKeys }: Omit<Edition, 'parameters'>): readonly string[] {
  if (paginator === 'page') return ['ConversationPage', 'AssistantPage']
  const byCursor = cursorKeys === 5 ? 'ShortCursorPage' : 'CursorPage'
  return paginator === 'cursor'
    ? [byCursor, 'AssistantBrief']
    : ['PageWithCursors', byCursor, 'AssistantPage']
}

/** True for examples of this edition, and for those that belong to no edition. */
const isOwnExample = (name: EditionName, example: string): boolean =>
  example.startsWith(name) || !editionNames.some((other) => example.startsWith(other))

/** The parameters whose values can be invalid. */
const validated = ({ parameters }: Edition) => parameters.filter((name) => name !== 'page')

/** A history has the fields of the conversation only when the edition's list has them, too. */
function historyOf({ item }: Edition, schema: JsonObject): JsonObject {
  const { properties } = schema
  if (item === 'full' || !isObject(properties)) return schema
  return { ...schema, properties: pick(properties, (field) => /^(status|history)$/.test(field)) }
}

/** Replaces a oneOf or anyOf with a single member by that member. */
function withoutChoice(schema: JsonObject): JsonObject {
  for (const kind of ['oneOf', 'anyOf']) {
    const { [kind]: choice, description: _, ...rest } = schema
    const [only, ...more] = Array.isArray(choice) ? choice : []
    if (isObject(only) && more.length === 0 && Object.keys(rest).length === 0) return only
  }
  return schema
}

const pick = (value: JsonObject, isKept: (name: string) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => isKept(name)))
