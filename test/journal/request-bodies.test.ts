import { describe, expect, test } from 'vitest'
import { runAtOnce } from '../../src/clock/turns.ts'
import { createAnswers } from '../../src/journal/answers.ts'
import { createJournal, type Journal } from '../../src/journal/journal.ts'
import { createRedaction } from '../../src/journal/redaction.ts'
import { createRequestBodies } from '../../src/journal/request-bodies.ts'
import { createTextBuffer } from '../../src/journal/text-buffer.ts'
import { bounds } from './bounds.ts'
import { record } from './entries.ts'

const body = (text: string | undefined, type: string | null = 'application/json') => ({
  text,
  type,
})
const nothing = { type: null, size: null, text: null, is_cut: false }
const answer = (text: string) => ({ answer: { status: 200, headers: {}, body: text } })

const add = (journal: Journal, text: string | undefined, user = 1) =>
  journal.add(record({ user, hasBody: true }), answer('{}'), body(text))

describe('bodies of requests', () => {
  test('are found by the id of their request', () => {
    const bodies = createRequestBodies()
    bodies.keep(3, 1, body('{"a":"\xc3\xa9"}'))
    bodies.keep(4, 1, body('x'.repeat(9000), null))
    expect(bodies.find(3)).toEqual({
      type: 'application/json',
      size: 10,
      text: '{"a":"é"}',
      is_cut: false,
    })
    expect(bodies.find(4)).toEqual({
      type: null,
      size: 9000,
      text: 'x'.repeat(8192),
      is_cut: true,
    })
    expect(bodies.find(5)).toEqual(nothing)
  })

  test('share their room with answers, of which the newest stay', () => {
    const redaction = createRedaction()
    const buffer = createTextBuffer(100_000)
    const bodies = createRequestBodies(redaction, buffer)
    const answers = createAnswers(redaction, buffer)
    answers.keep(1, 1, answer('same'))
    for (let id = 2; id <= 30; id++) bodies.keep(id, 1, body(`${id} ${'x'.repeat(8000)}`, null))
    expect(answers.find(1)).toBeUndefined()
    expect(bodies.find(2).text).toBeNull()
    expect(bodies.find(30).text).toMatch(/^30 x/)
    answers.keep(31, 1, answer('same'))
    expect(answers.find(31)?.answer.body).toBe('same')
  })

  test('are not kept without end', () => {
    const bodies = createRequestBodies()
    for (let id = 1; id <= 3000; id++) bodies.keep(id, 1, body('{}'))
    expect([1976, 1977, 3000].map((id) => bodies.find(id).text)).toEqual([null, '{}', '{}'])
  })
})

describe('a journal', () => {
  test('has no body of a request without one', () => {
    const journal = createJournal({ ...bounds, maxEntries: 10 })
    journal.add(record(), answer('{}'))
    expect(journal.findBody(1)).toBeNull()
    expect(journal.findBody(2)).toBeNull()
  })

  test('tells of a body that was too large to read', () => {
    const journal = createJournal({ ...bounds, maxEntries: 10 })
    add(journal, undefined)
    expect(journal.findBody(1)).toEqual(nothing)
  })

  test('keeps no answer that may repeat a credential of the body', () => {
    const journal = createJournal({ ...bounds, maxEntries: 10 })
    add(journal, '{"message":"hello"}')
    add(journal, '{"message":"password=x"}')
    expect(journal.findAnswer(1)).toBeDefined()
    expect(journal.findAnswer(2)).toBeUndefined()
  })

  test('forgets bodies with their entries', () => {
    const journal = createJournal({ ...bounds, maxEntries: 2 })
    for (const user of [1, 1, 1, 2]) add(journal, '{}', user)
    const texts = () => [1, 2, 3, 4].map((id) => journal.findBody(id)?.text)
    expect(texts()).toEqual([undefined, '{}', '{}', '{}'])
    runAtOnce(journal.clear(1))
    expect(texts()).toEqual([undefined, undefined, undefined, '{}'])
    journal.forget(2)
    expect(texts()).toEqual([undefined, undefined, undefined, undefined])
  })

  test('makes entries no larger for their bodies', () => {
    const journals = ['{}', 'x'.repeat(8000)].map((text) => {
      const journal = createJournal({ ...bounds, maxEntries: 100 })
      for (let index = 0; index < 100; index++) add(journal, text)
      return journal.size().bytes
    })
    expect(journals[0]).toBe(journals[1])
  })
})
