import { describe, expect, test } from 'vitest'
import { parseDatasetText } from '../../src/dataset/dataset.ts'
import { formatDataset } from '../../src/dataset/text.ts'
import { startMock } from '../../src/index.ts'

const captured = {
  rows: 0,
  total: 3,
  complete: false,
  paginator: 'page',
  filters: ['type'],
  kept: ['names'],
} as const

const dataset = { users: [{ id: 1 }], tokens: [], assistants: [], conversations: [] }

describe('the note of a capture', () => {
  test('is read and written', () => {
    const text = JSON.stringify({ ...dataset, captured })
    const parsed = parseDatasetText(text, 'dataset.json')
    expect(parsed.captured).toEqual(captured)
    const written = [...formatDataset({ ...parsed, captured: parsed.captured })].join('')
    expect(parseDatasetText(written, 'dataset.json')).toEqual(parsed)
    expect(written.endsWith('"kept":["names"]}\n}\n')).toBe(true)
  })

  test('that is wrong is refused', () => {
    const text = JSON.stringify({ ...dataset, captured: { ...captured, kept: ['all'] } })
    expect(() => parseDatasetText(text, 'dataset.json')).toThrow('dataset.json: captured.kept[0]')
  })

  test.each(['first', 'last'])('may come %s in a dataset that replaces another', async (place) => {
    await using mock = await startMock()
    const body = place === 'first' ? { captured, ...dataset } : { ...dataset, captured }
    const put = async (value: object) =>
      fetch(`${mock.url}/__admin/dataset`, {
        method: 'PUT',
        headers: {
          Authorization: `Bearer ${mock.adminToken}`,
          'Content-Type': 'application/json',
        },
        body: JSON.stringify(value),
      })
    expect((await put(body)).status).toBe(200)
    expect(await mock.conversations.count()).toBe(0)
    const refused = await put({ ...body, captured: { rows: 'many' } })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('captured')
  })
})
