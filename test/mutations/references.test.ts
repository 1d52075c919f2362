import { expect, test } from 'vitest'
import { findRowProblems, findScriptProblems } from '../../src/mutations/references.ts'
import { Script } from '../../src/mutations/schemas.ts'

const known = { assistants: new Set([7]), tokens: new Set([3]) }

const faultsOf = (match: object | undefined, ...inserts: unknown[]): string[] => {
  const script = Script.parse({ match, steps: inserts.map((insert) => ({ after: 1, insert })) })
  return findScriptProblems(script, known).map(
    ({ path, message }) => `${path.join('.')} ${message}`,
  )
}

test('finds nothing wrong with what is there', () => {
  expect(
    faultsOf(
      { token: 3 },
      2,
      [{ assistant_id: 7, id: 1, uuid: 'a' }, {}, {}],
      [{ id: 1, uuid: 'a' }],
    ),
  ).toEqual([])
})

test('names what is not there, with its place', () => {
  expect(faultsOf({ token: 4 }, 1, [{}, { assistant_id: 8 }])).toEqual([
    'match.token names 4, which the user does not have; correct it',
    'steps.1.insert.1.assistant_id names 8, which the user does not have; correct it',
  ])
  expect(findRowProblems({ assistant_id: 9 }, known)).toEqual([
    { path: ['assistant_id'], message: 'names 9, which the user does not have; correct it' },
  ])
})

test('names rows that could never be inserted together', () => {
  expect(faultsOf(undefined, [{ id: 1, uuid: 'a' }, { id: 2, uuid: 'a' }, { id: 1 }])).toEqual([
    'steps.0.insert.1.uuid is already used by insert[0]; it must be unique',
    'steps.0.insert.2.id is already used by insert[0]; it must be unique',
  ])
})
