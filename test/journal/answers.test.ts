import { describe, expect, test } from 'vitest'
import { runAtOnce } from '../../src/clock/turns.ts'
import type { Answer } from '../../src/laravel/http.ts'
import { createAnswers, describeResponse } from '../../src/journal/answers.ts'
import { createJournal } from '../../src/journal/journal.ts'
import { record } from './entries.ts'
import { bounds } from './bounds.ts'

const answer = (changes: Partial<Answer> = {}): Answer => ({
  status: 200,
  headers: { A: 'b' },
  body: '{}',
  rows: 15,
  ...changes,
})

const sized = (length: number) => ({ answer: answer({ body: 'x'.repeat(length) }) })

/** A body that is different for each id. The lengths vary widely. */
const bodyOf = (id: number): string => `${id}\xff`.repeat(1 + ((id * 7919) % 20_000))

type Answers = ReturnType<typeof createAnswers>

const kept = (answers: Answers, last: number): number[] =>
  Array.from({ length: last }, (_, index) => index + 1).filter(
    (id) => answers.find(id) !== undefined,
  )

describe('answers', () => {
  test('are found by the id of their request, as they were sent', () => {
    const answers = createAnswers()
    answers.keep(3, 1, { answer: answer() })
    answers.keep(7, null, { answer: answer({ status: 404 }), cutAt: 1 })
    expect(answers.find(3)?.answer).toEqual({ status: 200, headers: { A: 'b' }, body: '{}' })
    expect(answers.find(3)).not.toHaveProperty('cutAt')
    expect(answers.find(7)).toMatchObject({ answer: { status: 404 }, cutAt: 1 })
    expect([0, 1, 5, 8].map(answers.find)).toEqual([undefined, undefined, undefined, undefined])
  })

  test('have their own headers, however alike those of the one before are', () => {
    const answers = createAnswers()
    const all = [
      { A: '1' },
      { A: '1' },
      { A: '2' },
      { A: '2', B: '3' },
      { A: '2' },
      { B: '3', A: '2' },
      {},
    ]
    for (const [index, headers] of all.entries())
      answers.keep(index + 1, 1, { answer: answer({ headers }) })
    expect(all.map((_headers, index) => answers.find(index + 1)?.answer.headers)).toEqual(all)
  })

  test('give way to newer ones at about a mebibyte of bodies', () => {
    const answers = createAnswers()
    for (let id = 1; id <= 500; id++)
      answers.keep(id, 1, { answer: answer({ body: String(id).padStart(10_000) }) })
    const ids = kept(answers, 500)
    expect(ids.at(-1)).toBe(500)
    expect(ids.length * 10_000).toBeLessThanOrEqual(1024 * 1024)
    expect(ids.length * 10_000).toBeGreaterThan(1024 * 1024 - 20_000)
    expect(ids).toEqual(
      Array.from({ length: ids.length }, (_, index) => 500 - ids.length + 1 + index),
    )
  })

  test('that come again and again take the room of one', () => {
    const answers = createAnswers()
    for (let id = 1; id <= 500; id++)
      answers.keep(id, 1, { answer: answer({ body: 'x'.repeat(10_000) }) })
    expect(kept(answers, 500)).toHaveLength(500)
    expect(answers.find(1)?.answer.body).toBe('x'.repeat(10_000))
  })

  test('are whole wherever in the buffer they are', () => {
    const answers = createAnswers()
    for (let id = 1; id <= 2000; id++) {
      answers.keep(id, 1, { answer: answer({ body: bodyOf(id) }) })
      for (const seen of [id, id - 1, id - 12, id - 50]) {
        const found = answers.find(seen)
        if (found && found.answer.body !== bodyOf(seen)) expect.fail(`${seen} after ${id}`)
      }
      expect(answers.find(id)).toBeDefined()
    }
  })

  test('without a body are not kept without end', () => {
    const answers = createAnswers()
    for (let id = 1; id <= 10_000; id++) answers.keep(id, 1, sized(0))
    expect(kept(answers, 10_000)).toEqual(
      Array.from({ length: 1024 }, (_, index) => 10_000 - 1023 + index),
    )
  })

  test('are not kept above 256 KiB, and then push out none', () => {
    const answers = createAnswers()
    answers.keep(1, 1, sized(256 * 1024))
    answers.keep(2, 1, sized(256 * 1024 + 1))
    expect(kept(answers, 2)).toEqual([1])
  })

  test.each([
    [1, [2, 3]],
    [null, [1, 2]],
    [undefined, []],
    [9, [1, 2, 3]],
  ])('to %s are dropped, and no others', (user, left) => {
    const answers = createAnswers()
    for (const [index, owner] of [1, 2, null].entries())
      answers.keep(index + 1, owner, sized(250_000))
    answers.drop(user)
    expect(kept(answers, 3)).toEqual(left)
    answers.keep(4, 1, sized(250_000))
    answers.keep(5, 1, sized(40_000))
    expect(kept(answers, 5)).toEqual([...left, 4, 5])
  })

  test.each([
    ['Location', 'http://localhost/?token=s3cret', false],
    ['Location', 'https://user:s3cret@localhost/', false],
    ['Location', `/?q=${'x'.repeat(9000)}`, false],
    ['Access-Control-Allow-Headers', 'Bearer s3cret', false],
    ['Access-Control-Allow-Headers', 'authorization, content-type', true],
    ['Location', 'http://localhost/login', true],
  ])('whose %s is %s are kept: %s', (name, value, isKept) => {
    const answers = createAnswers()
    answers.keep(1, 1, {
      answer: answer({ status: 302, rows: undefined, headers: { [name]: value } }),
    })
    expect(kept(answers, 1)).toEqual(isKept ? [1] : [])
  })
})

describe('a journal', () => {
  test.each([
    ['/api/user/conversations?page=2', true],
    ['/api/user/conversations?api_key=s3cret', false],
    ['/api/user/conversations?%74oken=s3cret', false],
    [`/?${'x'.repeat(9000)}`, false],
  ])('keeps what was sent for %s: %s', (target, isKept) => {
    const journal = createJournal({ ...bounds, maxEntries: 10 })
    for (const id of [1, 2]) {
      journal.add(record({ target }), { answer: answer() })
      expect(journal.findAnswer(id) !== undefined).toBe(isKept)
    }
  })

  test('knows no answer where none was sent', () => {
    const journal = createJournal({ ...bounds, maxEntries: 10 })
    journal.add(record({ status: null }))
    expect(journal.findAnswer(1)).toBeUndefined()
  })

  test('forgets answers with their entries', () => {
    const journal = createJournal({ ...bounds, maxEntries: 2 })
    const keeps = (...ids: number[]) => ids.map((id) => journal.findAnswer(id) !== undefined)
    for (const user of [1, 1, 1, 2, null]) journal.add(record({ user }), { answer: answer() })
    expect(keeps(1, 2, 3, 4, 5)).toEqual([false, true, true, true, true])
    runAtOnce(journal.clear(1))
    expect(keeps(2, 3, 4, 5)).toEqual([false, false, true, true])
    journal.forget(2)
    expect(keeps(4, 5)).toEqual([false, true])
    runAtOnce(journal.clear())
    expect(keeps(5)).toEqual([false])
  })

  test('that is off keeps none', () => {
    const journal = createJournal({ ...bounds, maxEntries: 0 })
    journal.add(record(), { answer: answer() })
    expect(journal.findAnswer(1)).toBeUndefined()
  })
})

const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

test.each([
  [
    'whole',
    { answer: answer({ body: bytes('"é€😀"') }) },
    'GET',
    { body: '"é€😀"', is_cut: false },
  ],
  ['cut', { answer: answer({ body: 'abcdef' }), cutAt: 2 }, 'GET', { body: 'ab', is_cut: true }],
  [
    'cut before its first byte',
    { answer: answer({ body: 'abcdef' }), cutAt: 0 },
    'GET',
    { body: '', is_cut: true },
  ],
  [
    'cut within a character',
    { answer: answer({ body: bytes('aé') }), cutAt: 2 },
    'GET',
    { body: 'a\ufffd', is_cut: true },
  ],
  ['to HEAD', { answer: answer(), cutAt: 1 }, 'HEAD', { body: '', is_cut: false }],
  ['204', { answer: answer({ status: 204 }) }, 'GET', { status: 204, body: '', is_cut: false }],
  [
    '304',
    { answer: answer({ status: 304 }), cutAt: 1 },
    'GET',
    { status: 304, body: '', is_cut: false },
  ],
])('an answer that is %s shows what arrived', (_what, sent, method, shown) => {
  expect(describeResponse(sent, method)).toEqual({ status: 200, headers: { A: 'b' }, ...shown })
})

test('headers are bytes too', () => {
  const { headers } = describeResponse(
    { answer: answer({ headers: { Location: bytes('/é'), 'X-A': '\xff' } }) },
    'GET',
  )
  expect(headers).toEqual({ Location: '/é', 'X-A': '\ufffd' })
})
