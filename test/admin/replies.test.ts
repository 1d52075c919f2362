import { describe, expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { begin, read, say, sayAs, talk } from '../talking.ts'
import { call } from './calls.ts'
import { del, get, MADE, put, startFilled, testRefusals, userRefusals } from './refusals.ts'

describe('/replies', () => {
  test('are given, listed and forgotten', async () => {
    await using own = await startMock({ dataset: 'one' })
    const price = { when: { contains: 'price' }, reply: 'It is 10 €.', function_calls: null }
    const { function_calls: _, ...given } = price
    const shown = { replies: [price] }
    expect((await call(own, get('/replies'))).body).toEqual({ replies: [] })
    expect(await call(own, put('/replies', [given]))).toMatchObject({ status: 200, body: shown })
    expect((await call(own, get('/replies'))).body).toEqual(shown)
    expect((await call(own, get('/status'))).body).toHaveProperty('replies', [1])
    const chat = await begin(own)
    expect(await talk(chat, 'the price?', 'The Price?')).toEqual([
      'It is 10 €.',
      'You said: The Price?',
    ])
    expect((await call(own, put('/replies', shown))).body).toEqual(shown)
    expect((await call(own, del('/replies'))).body).toEqual({ removed: 1 })
    expect((await call(own, del('/replies'))).body).toEqual({ removed: 0 })
    expect(await talk(chat, 'price')).toEqual(['You said: price'])
  })

  test('the first that fits is given, and the message takes the first of its marks', async () => {
    await using own = await startMock({ dataset: 'one' })
    await own.replies.set([
      { when: { nth: 2 }, reply: 'second' },
      { when: { contains: 'ü', nth: 3 }, reply: 'third' },
      { when: { contains: 'x' }, reply: '{message} of {message}' },
      { when: {}, reply: '' },
    ])
    expect(await talk(await begin(own), 'x{message}$&', 'x', 'ü', 'ü')).toEqual([
      'x{message}$& of {message}',
      'second',
      'third',
      '',
    ])
  })

  test('count the messages of the user in each conversation, those before too', async () => {
    await using own = await startMock({ dataset: 'one' })
    await own.replies.set([{ when: { nth: 2 }, reply: 'second' }])
    for (const customer of ['anna', 'bob'])
      expect([
        (await sayAs(own, customer, 'a')).body,
        (await sayAs(own, customer, 'b')).body,
      ]).toMatchObject([{ reply: 'You said: a' }, { reply: 'second' }])
    await own.replies.set([{ when: { nth: 3 }, reply: 'third' }])
    expect((await sayAs(own, 'bob', 'c')).body).toMatchObject({ reply: 'third' })
  })

  test('mean assistants by id and by uuid', async () => {
    await using own = await startMock({ dataset: 'demo' })
    const [first, second] = await own.assistants.list()
    for (const of of [first?.id, first?.uuid])
      for (const [other, said] of [
        [first, 'mine'],
        [second, 'You said: a'],
      ] as const) {
        await own.replies.set([{ when: { assistant_id: of ?? '' }, reply: 'mine' }])
        expect(await talk(await begin(own, other?.uuid), 'a')).toEqual([said])
      }
  })

  test('bring calls of functions into the answer and the history', async () => {
    await using own = await startMock({ dataset: 'one' })
    const function_calls = [{ name: 'book', arguments: { '2': [], '1': 'ü' } }]
    await call(
      own,
      put(
        '/replies',
        '[{"when":{"nth":1},"reply":"done","function_calls":[{"name":"book","arguments":{"2":[],"1":"ü"}}]},{"reply":"none","function_calls":[]}]',
      ),
    )
    expect(await own.replies.list()).toMatchObject([{ function_calls }, { function_calls: [] }])
    const chat = await begin(own)
    expect((await say(chat, 'a')).body).toMatchObject({ message: 'done', function_calls })
    expect((await say(chat, 'b')).body).toEqual({
      status: true,
      message: 'none',
      function_calls: [],
    })
    const text = (await read(chat)).text
    expect(text).toContain(
      '"content":"done","function_calls":[{"name":"book","arguments":{"2":[],"1":"\\u00fc"}}]}',
    )
    expect(text).toContain('{"role":"assistant","content":"none"}')
  })

  test('belong to a user, and go with it and with a reset', async () => {
    await using own = await startMock({ dataset: 'one' })
    const user = await own.createUser({ dataset: { fixture: 'demo' } })
    await user.replies.set([{ reply: 'user' }])
    await own.replies.set([{ reply: 'own' }])
    expect([await talk(await begin(own), 'a'), await talk(await begin(user), 'a')]).toEqual([
      ['own'],
      ['user'],
    ])
    await own.reset(['state'])
    expect((await own.status()).replies.toSorted((a, b) => a - b)).toEqual([1, user.id])
    await user.reset(['replies'])
    expect([await user.replies.clear(), await own.replies.clear()]).toEqual([0, 1])
    await user.replies.set([{ reply: 'user' }])
    await own.replies.set([{ reply: 'own' }])
    await user.delete()
    expect((await own.status()).replies).toEqual([1])
    await own.reset()
    expect((await own.status()).replies).toEqual([])
  })
})

const mock = startFilled()
const reply = (fields: object) => put('/replies', [{ reply: 'a', ...fields }])

testRefusals(mock, [
  ...userRefusals('GET', '/replies'),
  ...userRefusals('PUT', '/replies', []),
  ...userRefusals('DELETE', '/replies'),
  ['nothing', put('/replies'), 422, '', 'the body is missing; it must be'],
  ['no reply', put('/replies', [{}]), 422, '[0].reply', 'is missing; it must be a string'],
  ['a wrong list', put('/replies', { replies: 1 }), 422, 'replies', 'must be an array'],
  [
    'an unknown field',
    reply({ unless: 1 }),
    422,
    '[0].unless',
    'is not known here; remove or correct it',
  ],
  ['an unknown condition', reply({ when: { is: 'a' } }), 422, '[0].when.is', 'is not known here'],
  ['no text', reply({ when: { contains: '' } }), 422, '[0].when.contains', 'must be at least 1'],
  ['a message before the first', reply({ when: { nth: 0 } }), 422, '[0].when.nth', 'at least 1'],
  [
    'calls that are no list',
    reply({ function_calls: { name: 'a' } }),
    422,
    '[0].function_calls',
    'must be a list of calls',
  ],
  [
    'an assistant of nobody',
    put('/replies', { replies: [{ when: { assistant_id: 99_999 }, reply: 'a' }] }),
    422,
    'replies[0].when.assistant_id',
    'names 99999, which is no assistant of this user; see GET /__admin/assistants',
  ],
  [
    'an assistant of another user',
    put(`/replies?user=${MADE}`, [{ when: { assistant_id: 'x' }, reply: 'a' }]),
    422,
    '[0].when.assistant_id',
    'names "x", which is no assistant of this user',
  ],
  [
    'too many',
    put(
      '/replies',
      Array.from({ length: 1001 }, () => ({ reply: 'a' })),
    ),
    422,
    '',
    'must have at most 1000 entries',
  ],
  ['a long one', reply({ reply: 'x'.repeat(10_001) }), 422, '[0].reply', 'at most 10000'],
])
