import { expect, test } from 'vitest'
import { givenSecrets } from '../../src/cli/given-secrets.ts'

test.each([
  [['lint', '--admin-token', 'abc', '--url', 'x'], {}, ['abc']],
  [
    ['--key', '7|one=autocalls', '--key=two', '--admin-token=a=b'],
    {},
    ['7|one=autocalls', 'one', 'two', 'a=b', 'a'],
  ],
  [['compare', '--token', 'a', '--page-token=b', '--cursor-token', 'c'], {}, ['a', 'b', 'c']],
  [
    ['--key'],
    {
      CONVERSATIONS_MOCK_ADMIN_TOKEN: '',
      CONVERSATIONS_MOCK_URL: 'x',
      CONVERSATIONS_MOCK_KEYS: 'y',
    },
    [],
  ],
  [
    [],
    {
      CONVERSATIONS_MOCK_ADMIN_TOKEN: ' abc ',
      CONVERSATIONS_MOCK_KEY: 'one,2|two=nicecall',
      CONVERSATIONS_MOCK_TOKEN_NICECALL: 't',
    },
    ['abc', 'one', '2|two=nicecall', 'two', 't'],
  ],
])('of %j and %j no message repeats %j', (argv, env, secrets) => {
  expect(givenSecrets(argv, env)).toEqual(secrets)
})
