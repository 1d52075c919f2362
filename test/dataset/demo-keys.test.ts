import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { demoKeys } from '../../src/dataset/demo-keys.ts'
import { type Mock, startMock } from '../../src/index.ts'
import { fixtureNames } from '../../src/seed/fixtures.ts'
import { loadFixture } from '../../src/seed/load-fixture.ts'
import { generateDataset } from '../../src/seed/generator.ts'

const folder = mkdtempSync(join(tmpdir(), 'demo-keys-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function validOf(mock: Mock, keys: readonly string[] = demoKeys): Promise<string[]> {
  const statuses = await Promise.all(
    keys.map(async (key) => {
      const { status } = await fetch(`${mock.url}/api/user/conversations`, {
        headers: { Authorization: `Bearer ${key}` },
      })
      return status
    }),
  )
  return keys.filter((_key, index) => statuses[index] === 200)
}

test('are all that fixtures and generated datasets hold', async () => {
  const datasets = [...fixtureNames.map(loadFixture), await generateDataset({ count: 1, seed: 1 })]
  const plains = datasets.flatMap(({ tokens }) => tokens.map(({ plain }) => plain))
  expect([...new Set(plains)].toSorted()).toEqual(demoKeys.toSorted())
})

describe('without a key of their own', () => {
  test('are valid', async () => {
    await using mock = await startMock()
    expect(await validOf(mock)).toEqual(demoKeys)
  })
})

describe('beside given keys', () => {
  test.each([{ dataset: 'demo' }, { generate: 3 }])('are not valid: %j', async (options) => {
    await using mock = await startMock({ ...options, key: ['own=autocalls', 'other'] })
    expect(await validOf(mock, [...demoKeys, 'own', 'other'])).toEqual(['own', 'other'])
    expect(mock.tokens).toMatchObject([
      { plain: 'own', edition: 'autocalls' },
      { plain: 'other', edition: 'combined' },
    ])
    expect(() => mock.token('nicecall')).toThrow(
      "there are those of autocalls, combined; start it with one, such as key: ['my-key=nicecall']",
    )
  })

  test('do not come back by a reset, a snapshot, a new dataset or a new user', async () => {
    await using usual = await startMock()
    await using mock = await startMock({ key: 'own' })
    await mock.snapshot.save('before')
    await mock.reset()
    await mock.snapshot.restore('before')
    expect(await validOf(mock)).toEqual([])
    await mock.dataset.replace(await usual.dataset.export())
    await mock.createUser({ dataset: { fixture: 'demo' } })
    expect(await validOf(mock, [...demoKeys, 'own'])).toEqual(['own'])
    expect((await mock.dataset.export()).tokens.map(({ plain }) => plain)).toEqual(['own'])
    await mock.reset()
    expect(await validOf(mock, [...demoKeys, 'own'])).toEqual(['own'])
  })

  test('leave a file that was made with them', async () => {
    const db = join(folder, 'rows.db')
    for (const [options, valid] of [
      [{}, demoKeys],
      [{ key: 'own' }, ['own']],
    ] as const) {
      await using mock = await startMock({ db, ...options })
      expect(await validOf(mock, [...demoKeys, 'own'])).toEqual(valid)
    }
  })

  test('are valid where they are given themselves', async () => {
    await using mock = await startMock({ key: ['autocalls-demo-key=autocalls', 'own'] })
    expect(await validOf(mock)).toEqual(['autocalls-demo-key'])
  })

  test('may leave their ids to them', async () => {
    await using mock = await startMock({ key: '1|own' })
    await mock.dataset.replace(await generateDataset({ count: 1, seed: 1 }))
    expect(await validOf(mock, [...demoKeys, '1|own'])).toEqual(['1|own'])
  })

  test('go, and tokens of a dataset stay', async () => {
    const dataset = { ...(await generateDataset({ count: 1, seed: 1 })) }
    const tokens = [
      ...dataset.tokens,
      { id: 9, user_id: 1, plain: 'mine', edition: 'nicecall' as const, expires_at: null },
    ]
    await using mock = await startMock({ dataset: { ...dataset, tokens }, key: 'own' })
    expect(await validOf(mock, [...demoKeys, 'mine', 'own'])).toEqual(['mine', 'own'])
  })
})
