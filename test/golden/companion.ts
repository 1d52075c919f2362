// The recorded calls apart from the list: their initial data, and the uuids of the mock that
// replace recorded ones.

import { readdirSync, readFileSync } from 'node:fs'
import * as z from 'zod'
import type { DatasetInput, Options } from '../../src/index.ts'
import { optionsFor, type Received, Vector } from './vectors.ts'

const folder = new URL('./companion/', import.meta.url)

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'))

const Row = z.looseObject({ id: z.number() })
const Rows = z.array(Row)
const Additions = z.object({
  clock: z.number(),
  uuids: z.array(z.string()),
  users: Rows,
  tokens: Rows,
  assistants: Rows,
  conversations: Rows,
  messages: Rows,
  assistantDefaults: z.looseObject({}),
})

const { clock, uuids, messages, assistantDefaults, ...additions } = Additions.parse(
  read('companion-dataset.json'),
)

/** The time in Unix seconds of a vector that names no time. */
export const CLOCK = clock

export const vectors: readonly Vector[] = readdirSync(folder)
  .filter((name) => name !== 'companion-dataset.json')
  .toSorted()
  .flatMap((name) => z.array(Vector).parse(read(name)))

/** Undefined for a vector whose application the mock cannot imitate. */
export function companionOptionsFor(vector: Vector): Options | undefined {
  const options = optionsFor(vector)
  if (!options) return undefined
  const edition = vector.profile === 'page' ? 'nicecall' : 'autocalls'
  return { ...options, edition, dataset: datasets[edition] }
}

const base = z
  .object({ users: Rows, tokens: Rows, assistants: Rows, conversations: Rows })
  .parse(read('../dataset.json'))

/** Added rows replace rows with the same id. */
function buildDataset(edition: string): DatasetInput {
  const tables = ['users', 'tokens', 'assistants', 'conversations'] as const
  const merged = Object.fromEntries(
    tables.map((table) => {
      const rows = new Map(base[table].map((row) => [row.id, row]))
      for (const row of additions[table]) rows.set(row.id, { ...rows.get(row.id), ...row })
      return [table, [...rows.values()]]
    }),
  )
  return z.custom<DatasetInput>().parse({
    ...merged,
    tokens: merged['tokens']?.map((token) => Object.assign({}, token, { edition })),
    assistants: merged['assistants']?.map((row) => Object.assign({}, assistantDefaults, row)),
    messages,
  })
}

const datasets = { nicecall: buildDataset('nicecall'), autocalls: buildDataset('autocalls') }

/** Maps recorded uuids to the conversations that the mock has created since its reset. */
export function createMade() {
  const made = new Map<string, string>()

  const swap = (text: string): string =>
    [...made].reduce((swapped, [recorded, own]) => swapped.replaceAll(recorded, own), text)

  return {
    /** The request with the mock's uuids. */
    request: ({ path, query, body, ...rest }: Vector['request']): Vector['request'] => ({
      ...rest,
      path: swap(path),
      query: swap(query),
      ...(body !== undefined && { body: swap(body) }),
    }),

    /** The recorded body with the uuids of the mock. This answer may show a new one. */
    bodyFor({ response }: Vector, { body }: Received): string {
      const recorded = CONVERSATION_ID.exec(response.body)?.[1]
      const own = CONVERSATION_ID.exec(body)?.[1]
      if (recorded !== undefined && own !== undefined && uuids.includes(recorded))
        made.set(recorded, made.get(recorded) ?? own)
      return swap(response.body)
    },
  }
}

const CONVERSATION_ID = /"conversation_id":"([0-9a-f-]{36})"/
