import { describe, expect, test } from 'vitest'
import { anonymise, findLeaks } from '../../src/capture/anonymise.ts'
import { toLiveRow } from '../../src/capture/live-row.ts'
import type { TextKind } from '../../src/dataset/captured.ts'
import { expectNothingLeaks, toRows } from './leaks.ts'
import { createRows } from './texts.ts'

const key = Buffer.from('a key')
const none: ReadonlySet<TextKind> = new Set()

const row = (fields: object) =>
  toLiveRow(
    {
      id: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
      assistant_id: '550e8400-e29b-41d4-a716-446655440000',
      assistant_name: 'Support Assistant',
      type: 'whatsapp',
      message_count: 12,
      total_cost: 0.0045,
      ai_enabled: true,
      created_at: '2025-01-25 14:30:00',
      updated_at: '2025-01-25 14:45:22',
      ...fields,
    },
    0,
    { types: new Set(), fields: new Set() },
  )

const withVariables = (variables: unknown, others: object = {}) => row({ ...others, variables })

function variablesOf(variables: unknown, keep: ReadonlySet<TextKind> = none): unknown {
  const [made] = anonymise([withVariables(variables)], { key, keep }).rows
  return made?.variables
}

const nameOf = (name: string, seed = 'a key'): string =>
  anonymise([row({ customer: { name, phone: null } })], { key: Buffer.from(seed), keep: none })
    .rows[0]?.customer_name ?? ''

const shape = (value: unknown) => [typeof value, String(value).replace(/\d/g, '0')]

describe('rows without the texts of people', () => {
  test.each([1, 2, 3, 4, 5, 6])('hold no original, in any script (seed %i)', (seed) => {
    expectNothingLeaks(toRows(createRows(seed, 60)), { key: Buffer.from(`key ${seed}`) })
  })

  test('keep times, counts, costs, types and nulls', () => {
    const rows = toRows(createRows(7, 80))
    const made = anonymise(rows, { key, keep: none }).rows
    const stays = ({
      type,
      message_count,
      total_cost,
      ai_enabled,
      created_at,
      ...others
    }: (typeof rows)[0]) => ({
      type,
      message_count,
      total_cost,
      ai_enabled,
      created_at,
      updated_at: others.updated_at,
      nulls: Object.entries(others).map(([name, value]) => [name, value === null]),
    })
    expect(made.map(stays)).toEqual(rows.map(stays))
  })

  test('keep the same person the same, and different ones different', () => {
    const rows = toRows(createRows(8, 200))
    const made = anonymise(rows, { key, keep: none }).rows
    for (const field of ['customer_phone', 'external_identifier', 'uuid'] as const) {
      const pairs = rows.map((one, index) => [one[field], made[index]?.[field]] as const)
      const replacements = new Map(pairs)
      expect(pairs.every(([original, text]) => replacements.get(original) === text)).toBe(true)
      expect(new Set(replacements.values()).size, field).toBe(replacements.size)
    }
  })

  test('give a person the same name in variables', () => {
    const customer = { name: 'Jane Smith', phone: '+49 176 12345678' }
    const rows = [
      withVariables({ name: 'Jane Smith', first: 'jane', phone: '4917612345678' }, { customer }),
    ]
    const [made] = anonymise(rows, { key, keep: none }).rows
    const { customer_name: name = '', customer_phone: phone, variables } = made ?? {}
    expect(variables).toEqual(
      new Map([
        ['name', name],
        ['first', name?.split(' ')[0]?.toLowerCase()],
        ['phone', phone?.replace(/\D/g, '')],
      ]),
    )
  })

  test('depend on the key alone', () => {
    expect(nameOf('Jane Smith')).toBe(nameOf('Jane Smith'))
    expect(nameOf('Jane Smith', 'one')).not.toBe(nameOf('Jane Smith', 'another'))
  })

  test.each([
    'Jane Smith',
    'Иван Петров',
    '田中太郎',
    'محمد علي',
    '김철수',
    'हिन्दी',
    '🎉🎉🎉🎉',
    'é́é́',
    'x'.repeat(5000),
    '----',
    'Ünal',
  ])('keep the length of %.20s', (name) => {
    const made = nameOf(name)
    expect([made.length, Array.from(made).length]).toEqual([name.length, Array.from(name).length])
    expect(made).not.toBe(name)
  })

  test.each([
    ['+14155551234', /^\+1[2-9][0-7]\d55501\d\d$/],
    ['+18005551234', /^\+1800\d{7}$/],
    ['+49 176 12345678', /^\+49 176 \d{8}$/],
    ['+49 30 1234567', /^\+49 30 \d{7}$/],
    ['+447712345678', /^\+4477\d{8}$/],
    ['+33 6 12 34 56 78', /^\+33 6 \d\d \d\d \d\d \d\d$/],
    ['+420601123456', /^\+42060\d{7}$/],
    ['0049176 12345678', /^0049176 \d{8}$/],
    ['0176/1234567', /^017\d\/\d{7}$/],
  ])('keep country and type of %s', (phone, pattern) => {
    const [made] = anonymise([row({ customer: { name: null, phone } })], { key, keep: none }).rows
    expect(made?.customer_phone).toMatch(pattern)
    expect(made?.customer_phone).not.toBe(phone)
  })

  test('keep the form of addresses, links, dates and uuids', () => {
    const texts = [
      'jane@acme.com',
      'https://shop.acme.com/cart?id=7',
      '1984-05-06',
      '2025-01-25T14:30:00.000000Z',
      '7C9E6679-7425-40DE-944B-E07FC1F90AE7',
    ]
    expect(variablesOf(texts)).toEqual([
      expect.stringMatching(/^[a-z]{4}@[a-z]{4}\.zzz$/),
      expect.stringMatching(/^https:\/\/[a-z]{4}\.[a-z]{4}\.zzz\/[a-z]{4}\?[a-z]{2}=\d$/),
      expect.stringMatching(/^(19|20)\d\d-[01]\d-[0-3]\d$/),
      expect.stringMatching(/^(19|20)\d\d-[01]\d-[0-3]\dT\d\d:\d\d:\d\d\.000000Z$/),
      expect.stringMatching(/^[\dA-F]{8}-[\dA-F]{4}-4[\dA-F]{3}-9[\dA-F]{3}-[\dA-F]{12}$/),
    ])
  })

  test('keep small numbers, and the shape of large ones', () => {
    const numbers = [0, 7, -12, 3.5, 49.99, 12_345, 4_915_112_345_678, 48.137154, 2n ** 62n]
    const made = variablesOf(numbers)
    expect(made).toEqual([
      ...numbers.slice(0, 5),
      ...Array.from({ length: 4 }, () => expect.anything()),
    ])
    expect(Array.isArray(made) && made.map(shape)).toEqual(numbers.map(shape))
  })

  test('keep names of variables, unless they are data', () => {
    const customer = { name: 'Jane Smith', phone: null }
    const variables = {
      user_name: 1,
      'jane@acme.com': 2,
      '+4917612345678': 3,
      'Jane Smith': 4,
      'Only here': 5,
      имя: 6,
    }
    const [made] = anonymise([withVariables(variables, { customer })], { key, keep: none }).rows
    const names = made?.variables instanceof Map ? [...made.variables.keys()] : []
    expect(names.filter((name) => name in variables)).toEqual(['user_name', 'имя'])
    expect(names).toHaveLength(6)
  })

  test('keep the kinds that are named', () => {
    const customer = { name: 'Jane Smith', phone: '+14155551234' }
    const [made] = anonymise([withVariables({ a: 'secret' }, { customer })], {
      key,
      keep: new Set(['names', 'variables']),
    }).rows
    expect(made).toMatchObject({
      customer_name: 'Jane Smith',
      variables: new Map([['a', 'secret']]),
    })
    expect(made?.customer_phone).not.toBe('+14155551234')
  })

  test('are counted by kind', () => {
    const customer = { name: 'Jane Smith', phone: '+14155551234' }
    const rows = [row({ customer }), row({ id: 'other', customer })]
    expect(anonymise(rows, { key, keep: none }).replacements).toMatchObject({
      names: { texts: 2, different: 1 },
      uuids: { texts: 4, different: 3 },
      identifiers: { texts: 0, different: 0 },
    })
  })
})

describe('the search for originals', () => {
  test('takes a short number for one only where no digit is beside it', () => {
    const rows = [withVariables({ ticket: '4711' })]
    const { originals } = anonymise(rows, { key, keep: none })
    expect(originals.findIn('see 4711!')).toBe('4711')
    expect(originals.findIn('+49 147110')).toBeUndefined()
  })

  test('finds nothing where a thousand short numbers are originals', () => {
    const numbers = Array.from({ length: 1000 }, (_, index) => String(1000 + 2 * index))
    const rows = [withVariables(numbers)]
    const { originals, rows: made } = anonymise(rows, { key, keep: none })
    expect(findLeaks(made, { originals, keep: none })).toEqual([])
  })

  test('finds a row that was not replaced', () => {
    const rows = toRows(createRows(9, 20))
    const { originals, rows: made } = anonymise(rows, { key, keep: none })
    expect(findLeaks(made, { originals, keep: none })).toEqual([])
    const [first] = rows
    expect(first && findLeaks([first], { originals, keep: none })).toContain('uuid of row 1')
  })
})
