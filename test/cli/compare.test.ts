import { describe, expect, test } from 'vitest'
import { type OwnMock, runCompare } from '../../src/cli/compare.ts'
import { ConfigError } from '../../src/parse-settings.ts'
import { type DatasetInput, startMock } from '../../src/index.ts'
import { ask } from '../client/asking.ts'
import { answerFrom, rowsOf, startApi } from '../comparison/hostile.ts'

type Flags = Parameters<typeof runCompare>[0]

const noMock = (): Promise<OwnMock> => Promise.reject(new Error('must not start'))

const twoUsers: DatasetInput = {
  users: [{ id: 1 }, { id: 2 }],
  tokens: [
    { id: 1, user_id: 2, plain: 'second' },
    { id: 2, user_id: 1, plain: 'first' },
  ],
  assistants: [{ id: 1, uuid: 'a1', user_id: 1, name: 'Support' }],
  conversations: [],
}

describe('without --url', () => {
  test('compares in a mock of its own, and closes it', async () => {
    const mock = await startMock({ generate: 20 })
    expect(await runCompare({}, async () => mock)).toEqual({
      exitCode: 0,
      output: 'same 20 rows in the same order: nicecall in 1 request, autocalls in 1 request\n',
    })
    await expect(ask(mock.url, mock.token())).rejects.toThrow('ECONNREFUSED')
  })

  test('says whose rows it compared when there are several users', async () => {
    const mock = await startMock({ dataset: twoUsers })
    expect(await runCompare({}, async () => mock)).toMatchObject({
      exitCode: 0,
      message: 'these are the rows of user 1, the first of several; --token chooses another',
    })
  })

  test('compares what a token of the dataset sees', async () => {
    const mock = await startMock({ dataset: twoUsers })
    expect(await runCompare({ token: 'second' }, async () => mock)).toEqual({
      exitCode: 0,
      output: 'no rows in either: nicecall in 1 request, autocalls in 1 request\n',
    })
  })

  test('is 2 where there is no token, and closes the mock', async () => {
    const mock = await startMock({
      dataset: {
        ...twoUsers,
        tokens: [{ id: 1, user_id: 1, plain: 'old', expires_at: '2020-01-01 00:00:00' }],
      },
    })
    expect(await runCompare({}, async () => mock)).toEqual({
      exitCode: 2,
      output: '',
      message: 'the dataset has no token that is valid; add one with --key KEY',
    })
    await expect(ask(mock.url, '')).rejects.toThrow('ECONNREFUSED')
  })

  test('is 2 where the mock cannot start', async () => {
    expect(
      await runCompare({}, () => Promise.reject(new ConfigError('--port must be a whole number'))),
    ).toEqual({
      exitCode: 2,
      output: '',
      message: '--port must be a whole number',
    })
  })

  test('throws what nobody expects', async () => {
    await expect(runCompare({}, noMock)).rejects.toThrow('must not start')
  })
})

describe('with --url', () => {
  test('is 1 for a difference, with all options', async () => {
    await using mock = await startMock({ dataset: 'thirty' })
    await mock.faults.arm({
      match: { paginator: 'cursor', nth: 2 },
      effect: { type: 'duplicate_row' },
    })
    const options = {
      'per-page': '3',
      'page-edition': 'combined',
      'cursor-edition': 'combined',
      filter: ['type=widget', 'date_from=2025-01-01'],
    }
    const { exitCode, output, message } = await runCompare(
      { url: mock.url, token: mock.token(), ...options, format: 'json' },
      noMock,
    )
    expect({ exitCode, message }).toEqual({ exitCode: 1, message: undefined })
    expect(JSON.parse(output)).toMatchObject({
      editions: { page: 'combined', cursor: 'combined' },
      same: false,
      first_difference: {
        kind: 'duplicated_in_cursor',
        index: 4,
        requests: {
          page: `${mock.url}/api/user/conversations?type=widget&date_from=2025-01-01&per_page=3&page=2`,
        },
      },
    })
  })

  test('walks with a token of each generation', async () => {
    await using api = await startApi(answerFrom({ page: rowsOf('a b'), cursor: rowsOf('a') }))
    const { exitCode, output } = await runCompare(
      { url: api.url, 'page-token': 'one', 'cursor-token': 'other' },
      noMock,
    )
    expect(exitCode).toBe(1)
    expect(output).toMatch(/^different from row 2 on: autocalls does not have this row\n/)
    expect(output).toContain('$CURSOR_TOKEN')
    expect(api.asked.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer one',
      'Bearer other',
    ])
  })

  test('sends a filter as it is given', async () => {
    await using api = await startApi(answerFrom({ page: [], cursor: [] }))
    const filters = {
      filter: ['customer_phone=+49=1 2'],
      'page-edition': 'combined',
      'cursor-edition': 'combined',
    }
    expect(await runCompare({ url: api.url, token: 'x', ...filters }, noMock)).toMatchObject({
      exitCode: 0,
    })
    expect(api.asked.map(({ query }) => query.get('customer_phone'))).toEqual([
      '+49=1 2',
      '+49=1 2',
    ])
  })

  test('is 2 when it is refused', async () => {
    await using mock = await startMock({ dataset: 'one' })
    expect(await runCompare({ url: mock.url, token: 'wrong' }, noMock)).toEqual({
      exitCode: 2,
      output: '',
      message: `GET ${mock.url}/api/user/conversations?per_page=100&page=1 answers 401 (Unauthenticated.); check --token`,
    })
  })
})

describe('is 2 before anything is asked for', () => {
  const url = 'http://127.0.0.1:9'
  const at = { url, token: 'x' }

  test.each<[string, Flags, string]>([
    [
      'a URL without token',
      { url },
      'which token? Give --token, or --page-token and --cursor-token',
    ],
    [
      'one token of two',
      { url, 'page-token': 'x' },
      '--page-token and --cursor-token go together; give both',
    ],
    [
      'three tokens',
      { ...at, 'page-token': 'x', 'cursor-token': 'x' },
      '--token stands for both walks; give it, or',
    ],
    [
      'a setting of the mock',
      { ...at, 'rate-limit': '5' },
      "--rate-limit is for a mock of the command's own; leave out --rate-limit or --url",
    ],
    ['a config file', { ...at, config: 'x.json' }, "--config is for a mock of the command's own"],
    [
      'an unknown format',
      { ...at, format: 'xml' },
      '--format must be one of text, json, not "xml"',
    ],
    [
      'an unknown edition',
      { ...at, 'page-edition': 'x' },
      '--page-edition must be one of nicecall, aiployees, autocalls, combined, not "x"',
    ],
    [
      'a page size that is no number',
      { ...at, 'per-page': '1e1' },
      '--per-page must be a whole number from 1 to 100, not "1e1"',
    ],
    [
      'a page size that is empty',
      { ...at, 'per-page': '' },
      '--per-page must be a whole number from 1 to 100, not ""',
    ],
    [
      'a filter without value',
      { ...at, filter: ['type'] },
      '--filter must be NAME=VALUE, not "type"',
    ],
    ['a filter without name', { ...at, filter: ['=x'] }, '--filter must be NAME=VALUE, not "=x"'],
    [
      'a filter given twice',
      { ...at, filter: ['type=api', 'type=test'] },
      '--filter gives type twice; the API takes one value',
    ],
    [
      'a filter that an edition ignores',
      { ...at, filter: ['date_from=2025-01-01'] },
      'autocalls does not document the filter date_from',
    ],
  ])('%s', async (_title, flags, message) => {
    expect(await runCompare(flags, noMock)).toEqual({
      exitCode: 2,
      output: '',
      message: expect.stringContaining(message),
    })
  })

  test('also where a mock of its own would have to start', async () => {
    expect(await runCompare({ filter: ['type'] }, noMock)).toMatchObject({ exitCode: 2 })
    expect(await runCompare({ 'page-token': 'x' }, noMock)).toMatchObject({ exitCode: 2 })
  })
})
