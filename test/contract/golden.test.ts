import { expect, test } from 'vitest'
import { loadVectors, type Vector } from '../golden/vectors.ts'
import { violationsOf } from './check.ts'

/** Options of recorded applications that the mock does not offer. */
const foreignOptions = [
  'through',
  'onEachSide',
  'auth',
  'loginRoute',
  'typeStringRule',
  'bail',
  'validatePage',
  'cursorRule',
]

const isForeign = ({ options }: Vector): boolean =>
  foreignOptions.some((name) => name in options) ||
  !['five-keys', undefined].some((shape) => shape === options['shape'])

const vectors = loadVectors().filter((vector) => !isForeign(vector))

test('what Laravel answered was recorded', () => {
  expect(vectors.length).toBeGreaterThan(1000)
})

test.each(vectors)(
  'holds what Laravel answered: $name',
  ({ request, response: { bodyOmitted, ...response } }) => {
    expect(
      violationsOf({ ...request, ...response, body: bodyOmitted ? undefined : response.body }),
    ).toEqual([])
  },
)
