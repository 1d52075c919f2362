import { describe, expect, test } from 'vitest'
import { readValue } from '../../src/dataset/dataset.ts'
import { runAtOnce } from '../../src/clock/turns.ts'
import { parseGiven } from '../../src/dataset/given.ts'
import {
  assistant,
  partsOf,
  readWhole,
  refusalOf,
  row,
  sentenceOf,
  tables,
  token,
  user,
  without,
} from './streaming.ts'

const json = (changes: object): string => JSON.stringify({ ...tables, ...changes })

/** More than a row may have. */
const manyTokens = Array.from({ length: 30_000 }, () => token)

describe('refuses in the words of the whole text', () => {
  test.each<[string, string]>([
    ['nothing', ''],
    ['white space', ' \n\n'],
    ['two byte order marks', `\ufeff\ufeff${json({})}`],
    ['a word', '{"users":[\nnul]}'],
    ['a word at the top', 'nonsense'],
    ['words in capitals', json({ users: ['?'] }).replace('"?"', 'TRUE')],
    ['null', 'null'],
    ['a number', '5'],
    ['a text', '"x"'],
    ['a list of numbers', '[5]'],
    ['a list that does not end', '[\n{}'],
    ['an answer that does not end', '{"data":[\n'],
    ['an answer after an answer', '{"data":[]}\n\n{"data":[]}'],
    ['an answer without rows', '{"message":"Unauthenticated."}'],
    ['an answer with a row that is none', '{"data":[{"id":5}],"per_page":15}'],
    ['an empty object', '{}'],
    ['an object that does not end', '{\n"users":[\n'],
    ['an object that ends in a name', '{"users'],
    ['an object that ends in a row', json({}).slice(0, -30)],
    ['a comma too many in the tables', json({}).replace(/\}$/, '\n,}')],
    ['a comma too many in the rows', json({}).replace(']}', ',\n]}')],
    ['a missing comma between rows', json({ users: [user, user] }).replace('},{', '}\n{')],
    ['a missing comma between tables', json({}).replace(',"tokens"', '\n"tokens"')],
    ['a missing colon', json({}).replace('"tokens":', '"tokens"\n')],
    ['a name without quotes', json({}).replace('"tokens"', 'tokens')],
    ['a name that is a number', '{\n\n5:[]}'],
    ['text after the end', `${json({})}\n\n{}`],
    ['a bracket for a brace', json({}).replace('"key"}', '"key"\n]')],
    [
      'a brace for a bracket',
      json({ conversations: [row({ variables: [] })] }).replace(
        '"variables":[]',
        '"variables":[\n}',
      ),
    ],
    [
      'a bracket for a brace before many rows',
      json({ tokens: ['?', ...manyTokens] }).replace('"?"', '\n{"a":[\n}'),
    ],
    [
      'a quote that is missing before many rows',
      json({ tokens: ['?', ...manyTokens] }).replace('"?"', '\n{"a":"\n}'),
    ],
    [
      'a fault behind rows of many lines',
      JSON.stringify({ ...tables, tokens: [token, { plain: '?' }] }, null, 2).replace('"?"', '?'),
    ],
    ['a text that holds a line end', json({}).replace('"key"', '"k\ney"')],
    ['a broken escape', json({}).replace('"key"', '\n"k\\xey"')],
    ['half of a surrogate pair', json({}).replace('"key"', '\n"\\ud83d"')],
    [
      'a number with a leading zero in a row',
      json({}).replace('"message_count":3', '\n"message_count":03'),
    ],
    [
      'nesting beyond 512 levels in odd keys',
      json({}).replace('"key"', `{"1":${'['.repeat(600)}${']'.repeat(600)}}`),
    ],
    ['an unknown table', json({ calls: [] })],
    ['a table that is an object', json({ tokens: {} })],
    ['a table that is null', json({ users: null })],
    ['a table that is a text', json({ conversations: 'x' })],
    ['a missing table', json({ tokens: undefined })],
    ['missing tables', json({ tokens: undefined, conversations: undefined })],
    ['no users', JSON.stringify({ users: [], tokens: [], assistants: [], conversations: [] })],
    ['a row that is a number', json({ users: [user, 5] })],
    ['a row that is a list', json({ conversations: [[row()]] })],
    ['a row that is null', json({ tokens: [null] })],
    ['a row that is a text', json({ assistants: ['[]{}\\"'] })],
    ['an unknown field', json({ conversations: [row({ extra: 1 })] })],
    ['a missing field', json({ conversations: [row(), row({ id: 2, uuid: undefined })] })],
    [
      'a date that does not exist',
      json({ conversations: [row({ created_at: '2025-02-29 00:00:00' })] }),
    ],
    [
      'a time that does not exist',
      json({ conversations: [row({ updated_at: '2025-01-25 24:00:00' })] }),
    ],
    [
      'a row with three faults',
      json({ conversations: [row({ id: 0, type: 'call', ai_enabled: 1 })] }),
    ],
    [
      'a row with five faults',
      json({
        conversations: [row({ id: 0, uuid: '', type: 'call', ai_enabled: 1, message_count: -1 })],
      }),
    ],
    ['users of one id', json({ users: [user, user] })],
    ['tokens of one id', json({ tokens: [token, { ...token, plain: 'b' }] })],
    ['tokens of one secret', json({ tokens: [token, { ...token, id: 2 }] })],
    ['assistants of one id', json({ assistants: [assistant, { ...assistant, uuid: 'b' }] })],
    ['assistants of one uuid', json({ assistants: [assistant, { ...assistant, id: 2 }] })],
    ['a token of nobody', json({ tokens: [token, { ...token, id: 2, plain: 'b', user_id: 9 }] })],
    ['an assistant of nobody', json({ assistants: [{ ...assistant, user_id: 9 }] })],
    [
      'a token of nobody before the users',
      JSON.stringify({ tokens: [{ ...token, user_id: 9 }], ...without('tokens') }),
    ],
    [
      'a conversation of no assistant',
      json({ conversations: [row(), row({ id: 2, uuid: 'b', assistant_id: 9 })] }),
    ],
    [
      'variables too deep',
      json({}).replace('"type"', `"variables":${'['.repeat(510)}${']'.repeat(510)},"type"`),
    ],
  ])('%s', async (_, text) => {
    const expected = wholeRefusalOf(text)
    expect(expected).not.toBe('accepted')
    expect(await refusalOf(text)).toBe(expected)
  })
})

describe('refuses, because it sees one row at a time,', () => {
  const { users, tokens, assistants, conversations } = tables
  test.each([
    [
      'a table that comes twice',
      `{"tokens":[],${JSON.stringify(tables).slice(1)}`,
      'tokens comes twice; join the two',
    ],
    [
      'conversations before assistants',
      JSON.stringify({ users, tokens, conversations, assistants }),
      'conversations comes before assistants; rows are stored while they are read, so move conversations to the end',
    ],
    [
      'a row that is too long',
      JSON.stringify({
        ...tables,
        conversations: [row(), row({ customer_name: 'x'.repeat(2 ** 20) })],
      }),
      'conversations[1] is longer than 1 MiB; shorten it',
    ],
    [
      'a name that is too long',
      JSON.stringify({ ['x'.repeat(2 ** 20)]: [] }),
      'the dataset has unknown field of more than 1 MiB; remove or correct it',
    ],
  ])('%s', async (_, text, message) => {
    expect(await refusalOf(text)).toBe(`place: ${message}`)
  })

  test('a list of more than 16 MiB', async () => {
    const tooLong =
      'the dataset is longer than the 16 MiB that a list may have; send it in parts, or as a dataset'
    for (const text of [`[${' '.repeat(2 ** 24)}]`, `{"data":[${' '.repeat(2 ** 24)}]}`])
      await expect(partsOf(text, 2 ** 16)).rejects.toThrow(`place: ${tooLong}`)
  })

  test('but takes a row of 1 MiB', async () => {
    const short = JSON.stringify(row({ customer_name: 'Ada' }))
    const long = short.replace(/}$/, `${' '.repeat(2 ** 20 - short.length)}}`)
    const text = JSON.stringify({ ...tables, conversations: [row({ customer_name: 'Ada' })] })
    const whole = await readWhole(text.replace(short, long), 65_536)
    expect(whole.conversations[0]?.customer_name).toBe('Ada')
  })

  test('and leaves conversations of one id to the store', async () => {
    const text = JSON.stringify({ ...tables, conversations: [row(), row()] })
    expect((await readWhole(text, 64)).conversations).toHaveLength(2)
  })
})

function wholeRefusalOf(text: string): string {
  try {
    runAtOnce(
      parseGiven([{ value: readValue(text.replace(/^\ufeff/, ''), 'place'), name: 'place' }], 'id'),
    )
    return 'accepted'
  } catch (error) {
    return sentenceOf(error)
  }
}
