import { describe, expect, test } from 'vitest'
import { type Answer, compare } from '../../src/dashboard/requests/comparison.ts'

const answer = (body: unknown, changes: Partial<Answer> = {}): Answer => ({
  status: 200,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
  ...changes,
})

const page = (ids: readonly string[], others: object = {}): Answer =>
  answer({ ...others, data: ids.map((id) => ({ id, type: 'api' })) })

describe('two answers', () => {
  test('show which rows came in both, and where', () => {
    const { lists } = compare(page(['a', 'b', 'c']), page(['c', 'd']))
    expect(lists?.left.map(({ key, twin }) => [key, twin])).toEqual([
      ['a', undefined],
      ['b', undefined],
      ['c', 0],
    ])
    expect(lists?.right.map(({ key, twin }) => [key, twin])).toEqual([
      ['c', 2],
      ['d', undefined],
    ])
  })

  test('name the fields that changed in a row', () => {
    const { lists } = compare(
      answer({ data: [{ id: 1, cost: 1, type: 'a' }] }),
      answer({ data: [{ id: 1, cost: 2, type: 'a', ended: null }] }),
    )
    expect(lists?.right[0]?.changed).toEqual(['cost', 'ended'])
  })

  test('differ in status, headers and values beside the rows', () => {
    const { differences } = compare(page(['a'], { current_page: 1, links: [{ url: 'x' }] }), {
      ...page(['b'], { current_page: 2, links: [{ url: 'y' }] }),
      status: 206,
      headers: { 'Retry-After': '1' },
    })
    expect(differences).toEqual([
      { name: 'status', left: '200', right: '206' },
      { name: 'current_page', left: '1', right: '2' },
      { name: 'links.0.url', left: '"x"', right: '"y"' },
      { name: 'retry-after', left: undefined, right: '1' },
    ])
  })

  test('that are no lists are compared value by value', () => {
    const { lists, differences } = compare(page(['a']), answer({ message: 'Too Many Attempts.' }))
    expect(lists).toBeUndefined()
    expect(differences.map(({ name }) => name)).toEqual(['data.0.id', 'data.0.type', 'message'])
  })

  test('that are no JSON are compared as texts', () => {
    expect(compare(answer('<p>'), answer('')).differences).toEqual([
      { name: 'body', left: '<p>', right: '' },
    ])
  })

  test('that are the same differ in nothing', () => {
    expect(compare(page(['a']), page(['a'])).differences).toEqual([])
  })

  test('of hostile depth and size are cut', () => {
    const deep = `${'['.repeat(5000)}1${']'.repeat(5000)}`
    expect(compare(answer(deep), answer('[]')).differences).toHaveLength(1)
    const wide = answer(Array.from({ length: 1000 }, (_, index) => index))
    expect(compare(wide, answer('[]'))).toMatchObject({ further: 800 })
  })
})
