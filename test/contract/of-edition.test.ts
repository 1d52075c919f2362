import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { readEditionDocument } from '../../src/contract/file.ts'
import { type EditionName, editionNames, editions, LIST_PATH } from '../../src/editions.ts'
import { startMock, type StartedMock } from '../../src/index.ts'

const ASSISTANTS_PATH = '/api/user/assistants/get'
const NAMES_PATH = '/api/user/assistants'

const Content = z.object({
  'application/json': z.object({ examples: z.record(z.string(), z.unknown()).optional() }),
})
const Get = z.object({
  get: z.object({
    parameters: z.array(z.object({ $ref: z.string().optional() })).optional(),
    responses: z.object({ 200: z.object({ content: Content }) }).catchall(z.unknown()),
  }),
})
const Document = z.looseObject({
  paths: z.object({ [LIST_PATH]: Get, [ASSISTANTS_PATH]: Get, [NAMES_PATH]: Get }),
  components: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()).optional() })),
  ),
})

let mock: StartedMock
beforeAll(async () => {
  mock = await startMock({ key: editionNames.map((name) => `key-of-${name}=${name}`) })
})
afterAll(() => mock.close())

async function request(name: EditionName, path: string): Promise<unknown> {
  const headers = { Authorization: `Bearer ${mock.token(name)}`, Accept: 'application/json' }
  return (await fetch(mock.url + path, { headers })).json()
}

describe.each(editionNames)('the contract of %s', async (name) => {
  const text = await readEditionDocument(name, 'json')
  const document: unknown = JSON.parse(text)
  const { paths, components } = Document.parse(document)
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema(z.record(z.string(), z.unknown()).parse(document), 'contract')
  const validate = (path: string, body: unknown): boolean => {
    const pointer = path.replaceAll('/', '~1')
    return ajv.validate(
      {
        $ref: `contract#/paths/${pointer}/get/responses/200/content/application~1json/schema`,
      },
      body,
    )
  }

  test('is what that edition answers', async () => {
    for (const path of [LIST_PATH, `${LIST_PATH}?cursor=`]) {
      expect(validate(LIST_PATH, await request(name, path)), ajv.errorsText()).toBe(true)
    }
    const assistants = await request(name, ASSISTANTS_PATH)
    expect(validate(ASSISTANTS_PATH, assistants), ajv.errorsText()).toBe(true)
  })

  test('is not what the other generation answers', async () => {
    const other = editions[name].paginator === 'cursor' ? 'nicecall' : 'autocalls'
    expect(validate(LIST_PATH, await request(other, LIST_PATH))).toBe(false)
    expect(validate(ASSISTANTS_PATH, await request(other, ASSISTANTS_PATH))).toBe(false)
  })

  test('has the parameters and the examples of that edition alone', () => {
    const { parameters = [], responses } = paths[LIST_PATH].get
    const named = parameters.map(({ $ref = '' }) => $ref.replace('#/components/parameters/', ''))
    expect(named.toSorted()).toEqual([...editions[name].parameters].toSorted())
    const { examples = {} } = responses[200].content['application/json']
    expect(Object.keys(examples)).toEqual(name === 'combined' ? [name, 'combinedCursor'] : [name])
  })

  test('has no answer of a switch that is off by default', async () => {
    expect(text).not.toMatch(/x-switch|negotiated|assistantsEnvelope"/)
    const headers = { Authorization: `Bearer ${mock.token(name)}`, Accept: 'text/html' }
    const names = await fetch(`${mock.url}${NAMES_PATH}`, { headers })
    expect(validate(NAMES_PATH, await names.json()), ajv.errorsText()).toBe(true)
    expect(validate(NAMES_PATH, { assistants: [] })).toBe(false)
    const errors = Object.entries(paths[NAMES_PATH].get.responses).filter(([code]) => code >= '300')
    expect(errors.length).toBeGreaterThan(5)
    for (const [code, response] of errors) {
      const { $ref } = z.object({ $ref: z.string() }).parse(response)
      const { content = {} } = components['responses']?.[$ref.split('/').at(-1) ?? ''] ?? {}
      expect([code, ...Object.keys(content)]).toEqual([code, 'application/json'])
    }
  })

  test('speaks of no other edition', () => {
    const others = editionNames.filter((other) => other !== name)
    const prose = text.replaceAll(editions[name].origin, '')
    expect(others.filter((other) => prose.includes(other))).toEqual([])
    expect(text).not.toMatch(/[Ee]ditions:/)
  })

  test('refers to nothing that it lacks, and holds nothing unused', () => {
    const referred = new Set(
      [...text.matchAll(/"#\/components\/(\w+\/[\w-]+)"/g)].map(([, reference = '']) => reference),
    )
    const held = Object.entries(components).flatMap(([kind, named]) =>
      kind === 'securitySchemes' ? [] : Object.keys(named).map((entry) => `${kind}/${entry}`),
    )
    expect(referred).toEqual(new Set(held))
  })

  test('is the same as YAML', async () => {
    expect(parse(await readEditionDocument(name, 'yaml'))).toEqual(JSON.parse(text))
  })
})
