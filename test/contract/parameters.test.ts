import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EditionName, editionNames, editions, type Parameter } from '../../src/editions.ts'
import { type Mock, startMock } from '../../src/index.ts'
import { contract, findMember, paths, requireMember } from './document.ts'

let mock: Mock
beforeAll(async () => {
  mock = await startMock({ dataset: 'demo' })
})
afterAll(() => mock.close())

const long = (length: number): string => 'x'.repeat(length)

/** Values just inside and just outside of the limits that openapi.yaml gives a parameter. */
const bounds: readonly (readonly [
  Parameter,
  { inside: readonly string[]; outside: readonly string[] },
])[] = [
  ['type', { inside: ['test', 'widget', 'whatsapp', 'api'], outside: ['phone'] }],
  [
    'assistant_id',
    {
      inside: ['1'],
      outside: ['1.5', 'f0c9a353-7ae1-447b-bd37-df1e0b3e0180', '9223372036854775808'],
    },
  ],
  ['date_from', { inside: ['2025-01-01'], outside: ['2025-1-1', '2025-02-30'] }],
  ['date_to', { inside: ['2025-01-31'], outside: ['2025-1-31', '31.01.2025'] }],
  ['customer_phone', { inside: [long(255)], outside: [long(256)] }],
  ['whatsapp_sender_phone', { inside: [long(255)], outside: [long(256)] }],
  ['external_identifier', { inside: [long(255)], outside: [long(256)] }],
  ['per_page', { inside: ['1', '100'], outside: ['0', '101', '1.5'] }],
]

const cases = bounds.flatMap(([parameter, values]) =>
  editionNames.map((edition) => ({ parameter, edition, ...values })),
)

test.each(cases)(
  '$parameter is bounded as documented in edition $edition',
  async ({ parameter, edition, inside, outside }) => {
    const isHonoured = editions[edition].parameters.some((name) => name === parameter)
    expect(await statuses(edition, parameter, inside)).toEqual(inside.map(() => 200))
    expect(await statuses(edition, parameter, outside)).toEqual(
      outside.map(() => (isHonoured ? 422 : 200)),
    )
  },
)

test('the documented parameters are those of all editions, and each says which', () => {
  const documented = requireMember(
    requireMember({ pointer: '#', value: contract }, 'components'),
    'parameters',
  )
  const names = new Set(
    editionNames.flatMap((name): readonly Parameter[] => editions[name].parameters),
  )
  for (const name of names) {
    const { value } = requireMember(requireMember(documented, name), 'description')
    const honouring = editionNames.filter((edition) =>
      editions[edition].parameters.some((parameter) => parameter === name),
    )
    expect(value).toContain(
      honouring.length === editionNames.length
        ? 'All editions.'
        : `Editions: ${honouring.join(', ')}.`,
    )
  }
  const get = paths.get('/api/user/conversations')
  expect(get && findMember(requireMember(get, 'get'), 'parameters')?.value).toHaveLength(names.size)
})

async function statuses(
  edition: EditionName,
  parameter: Parameter,
  values: readonly string[],
): Promise<number[]> {
  const headers = { Authorization: `Bearer ${edition}-demo-key` }
  return Promise.all(
    values.map(
      async (value) =>
        (await fetch(`${mock.url}/api/user/conversations?${parameter}=${value}`, { headers }))
          .status,
    ),
  )
}
