import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { type DocumentName, readDocument } from '../../src/contract/file.ts'

const Operation = z
  .object({
    operationId: z.string(),
    tags: z.tuple([z.string()]),
    security: z.array(z.unknown()).optional(),
    responses: z.record(
      z.string(),
      z.object({ $ref: z.string().optional(), content: z.unknown().optional() }),
    ),
  })
  .optional()
const Path = z.object({
  get: Operation,
  head: Operation,
  options: Operation,
  post: Operation,
  put: Operation,
  patch: Operation,
  delete: Operation,
})
const Document = z.object({
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  security: z.array(z.unknown()).default([]),
  paths: z.record(z.string(), Path),
})

/** A node of the document. Its path tells its meaning. */
type Node = { readonly path: string; readonly value: unknown }

describe.each(['openapi', 'openapi-admin'] as const satisfies DocumentName[])(
  '%s',
  async (name) => {
    const text: unknown = JSON.parse(await readDocument(name, 'json'))
    const { tags, security, paths } = Document.parse(text)
    const nodes = [...nodesOf({ path: '#', value: text })]
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, operation]) =>
        operation ? [{ path, method, ...operation }] : [],
      ),
    )

    test('writes one value as an enum, for generators that cannot read `const`', () => {
      expect(nodes.filter(({ path }) => path.endsWith('/const')).map(({ path }) => path)).toEqual(
        [],
      )
    })

    test('escapes no slash in a pattern, for generators that escape it once more', () => {
      expect(
        nodes.filter(
          ({ path, value }) => path.endsWith('/pattern') && String(value).includes('\\/'),
        ),
      ).toEqual([])
    })

    test('writes out what succeeds, for generators that see no JSON behind a reference', () => {
      const successes = operations.flatMap(({ responses }) =>
        Object.entries(responses).filter(([status]) => status < '300'),
      )
      expect(successes.filter(([, { $ref }]) => $ref !== undefined)).toEqual([])
    })

    test('lists no ranges of statuses in operations, which some generators cannot read', () => {
      expect(
        operations
          .flatMap(({ responses }) => Object.keys(responses))
          .filter((status) => !/^\d{3}$/.test(status)),
      ).toEqual([])
    })

    test('names every operation as a method may be named, and no two the same', () => {
      const names = operations.map(({ operationId }) => operationId)
      expect(names.filter((one) => !/^[a-z][A-Za-z]+$/.test(one))).toEqual([])
      expect(new Set(names).size).toBe(names.length)
    })

    test('declares each tag that it uses, and no other', () => {
      expect(new Set(operations.flatMap((operation) => operation.tags))).toEqual(
        new Set(tags.map((tag) => tag.name)),
      )
    })

    test('says which operations need no token', () => {
      const open = operations.filter((operation) => (operation.security ?? security).length === 0)
      expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual(
        name === 'openapi'
          ? [
              'options /api/user/conversations',
              'get /livez',
              'get /readyz',
              'post /api/conversations',
              'get /api/conversations/{uuid}',
              'post /api/conversations/{uuid}/messages',
            ]
          : [],
      )
    })

    test('promises no body to HEAD, and none with 204', () => {
      const bodiless = operations.flatMap(({ method, responses }) =>
        Object.entries(responses).filter(([status]) => method === 'head' || status === '204'),
      )
      expect(bodiless.filter(([, { content }]) => content !== undefined)).toEqual([])
    })

    test('has examples that fit their schemas', () => {
      const formats = { int64: true, date: true, 'date-time': true } as const
      const ajv = new Ajv2020({ strict: false, formats }).addSchema(Object(text), name)
      const examples = [...examplesOf(nodes)]
      expect(examples.length).toBeGreaterThan(5)
      for (const { path, value } of examples) {
        expect([path, value, ajv.validate({ $ref: `${name}${path}` }, value)]).toEqual([
          path,
          value,
          true,
        ])
      }
    })
  },
)

function* nodesOf({ path, value }: Node): Generator<Node> {
  yield { path, value }
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    // An example is data, so its keys are not part of the document.
    if (key === 'examples' || key === 'example') continue
    yield* nodesOf({
      path: `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      value: member,
    })
  }
}

const Schema = z.object({ examples: z.array(z.unknown()) })
const Parameter = z.object({ in: z.string(), schema: z.unknown(), example: z.unknown() })

/**
 * Yields the examples with the paths of their schemas. It skips media types, whose examples have
 * names: the linter checks those.
 */
function* examplesOf(nodes: readonly Node[]): Generator<Node> {
  for (const { path, value } of nodes) {
    for (const example of Schema.safeParse(value).data?.examples ?? [])
      yield { path, value: example }
    const parameter = Parameter.safeParse(value).data
    if (parameter) yield { path: `${path}/schema`, value: parameter.example }
  }
}
