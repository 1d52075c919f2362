import { text as readText } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { finish } from '../finish.ts'
import { isLong, listOf, streamOf, textsOf } from '../../src/admin/pieces.ts'

const rows = (count: number): object[] =>
  Array.from({ length: count }, (_, id) => ({ id, text: 'é"\n', none: null, absent: undefined }))

test.each([
  ['nothing', {}],
  ['lists', { total: 3, none: [], one: [1], rows: rows(60) }],
  [
    'what JSON leaves out',
    { gone: undefined, list: [null, [1, 2]], nested: { list: [], text: 'x' } },
  ],
])('the text of %s in pieces is that of JSON.stringify()', async (_what, answer) => {
  expect([...textsOf(answer)].join('')).toBe(JSON.stringify(answer))
  expect(await readText(streamOf(textsOf(answer)))).toBe(JSON.stringify(answer))
})

test('an answer with many rows is long', () => {
  expect(
    [undefined, 'x'.repeat(1000), rows(1000), { rows: rows(50) }, { rows: rows(51) }].map(isLong),
  ).toEqual([false, false, false, false, true])
})

test('the items of a long list are made while they are sent, and some may be left out', () => {
  const ids = Array.from({ length: 100 }, (_, id) => id)
  let made = 0
  const list = finish(listOf(ids, (id) => (made++, id % 2 === 0 ? { id } : undefined)))
  const answer = { total: 100, list }
  expect({ isLong: isLong(answer), made }).toEqual({ isLong: true, made: 0 })
  expect(JSON.parse([...textsOf(answer)].join(''))).toEqual({
    total: 100,
    list: ids.filter((id) => id % 2 === 0).map((id) => ({ id })),
  })
})

test('the items of a short list are made at once', () => {
  expect(finish(listOf([1, 2], (id) => ({ id })))).toEqual([{ id: 1 }, { id: 2 }])
})

test('what is read slowly is made slowly', async () => {
  let made = 0
  function* texts(): Generator<string> {
    for (; made < 1000; made++) yield 'x'.repeat(10_000)
  }
  const stream = streamOf(texts())
  await new Promise((resolve) => stream.once('readable', resolve))
  await new Promise((resolve) => setImmediate(resolve))
  expect(made).toBeLessThan(100)
  stream.destroy()
})

function* breakingOff(): Generator<string> {
  yield '{'
  throw new Error('the rows were replaced')
}

test('what breaks off has begun before', async () => {
  const chunks: string[] = []
  const reading = (async () => {
    for await (const chunk of streamOf(breakingOff())) chunks.push(String(chunk))
  })()
  await expect(reading).rejects.toThrow('the rows were replaced')
  expect(chunks).toEqual(['{'])
})
