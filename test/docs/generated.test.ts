import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { rules } from '../../src/judge/rules.ts'
import { fixtureNames, fixtureUrl } from '../../src/seed/fixtures.ts'
import { adminPage } from '../../tools/docs/admin-page.ts'
import { configSchema } from '../../tools/docs/config-schema.ts'
import { datasetSchema } from '../../tools/docs/dataset-schema.ts'
import { cliPage } from '../../tools/docs/cli-page.ts'
import { rulesPage } from '../../tools/docs/rules-page.ts'
import { formatCorpusTable } from '../clients/table.ts'

test.each([
  ['cli.md', cliPage],
  ['admin-api.md', adminPage],
  ['rules.md', () => rulesPage(formatCorpusTable(rules))],
])('docs/%s says what the code says; after a change run `npm run docs`', async (name, write) => {
  await expect(write()).toMatchFileSnapshot(`../../docs/${name}`)
})

describe('config.schema.json', () => {
  test('says what the table of settings says; after a change run `npm run docs`', async () => {
    await expect(configSchema()).toMatchFileSnapshot('../../config.schema.json')
  })

  const accepts = new Ajv({ strict: false }).compile(JSON.parse(configSchema()))

  test.each([
    { port: 0, rateLimit: 'off', readOnly: true },
    { $schema: './config.schema.json', rateLimit: 60, key: ['a', 'b=nicecall'] },
    { dataset: { users: [] }, host: '0.0.0.0', cursorKeys: 7, laravel: 12 },
    { allowedHosts: 'mock.test,other.test', dataset: 'demo' },
    { dataset: ['one.json', 'two.json'], silence: 'never-paged=the widget shows five rows' },
  ])('accepts %j', (settings) => expect(accepts(settings)).toBe(true))

  test.each([
    { prot: 1 },
    { port: -1 },
    { rateLimit: 'on' },
    { cursorKeys: 6 },
    { host: 1 },
    { readOnly: 3 },
  ])('refuses %j', (settings) => expect(accepts(settings)).toBe(false))
})

describe('dataset.schema.json', () => {
  test('says what datasets are; after a change run `npm run docs`', async () => {
    await expect(datasetSchema()).toMatchFileSnapshot('../../dataset.schema.json')
  })

  const accepts = new Ajv({ strict: false }).compile(JSON.parse(datasetSchema()))

  test.each(fixtureNames)('accepts the fixture %s', (name) => {
    const fixture: object = JSON.parse(readFileSync(fixtureUrl(name), 'utf8'))
    expect([accepts({ $schema: './dataset.schema.json', ...fixture }), accepts.errors]).toEqual([
      true,
      null,
    ])
  })

  test.each([
    {},
    { users: [], tokens: [], assistants: [], conversations: [] },
    { users: [{ id: 1 }], tokens: [], assistants: [], conversations: [{ id: 'x' }] },
    { users: [{ id: 1 }], tokens: [], assistants: [], conversations: [], shoes: [] },
  ])('refuses %j', (dataset) => expect(accepts(dataset)).toBe(false))
})
