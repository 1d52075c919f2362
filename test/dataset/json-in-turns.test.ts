import { describe, expect, test } from 'vitest'
import { readJson, toPlain } from '../../src/dataset/json.ts'
import { readJsonInTurns } from '../../src/dataset/json-in-turns.ts'
import { JsonSyntaxError } from '../../src/php/json-decode.ts'
import { createRandom } from '../../src/random/random.ts'
import { finish } from '../finish.ts'

/** Maps and -0 included. */
const spell = (value: unknown): unknown => {
  if (value instanceof Map) return { map: [...value].map(([name, item]) => [name, spell(item)]) }
  if (Array.isArray(value)) return value.map(spell)
  if (typeof value === 'object' && value !== null)
    return { object: Object.entries(value).map(([name, item]) => [name, spell(item)]) }
  return typeof value === 'bigint' ? `${value}n` : Object.is(value, -0) ? '-0' : value
}

const texts = [
  '[]',
  ' [ ] ',
  '[[]]',
  '{}',
  '5',
  '"a"',
  '[1, 2,3 ]',
  '[{"id":1,"variables":{"2":"b","1":[{"4":1,"3":2}]}}, {"variables":[{"9":1,"8":2}]}]',
  '{"variables":[{"9":1,"8":2},[1]],"other":[{"9":1,"8":2}]}',
  '{"dataset":{"conversations":[{"id":1},{"id":2}],"assistants":[]},"editions":["page",[]],"n":null}',
  '{"a":[1],"a":[2]}',
  '[{"text":"a\\"],[{\\\\"},"\\\\",",","]"]',
  '[12345678901234567890, -0, 1e3, "\\ud83d\\ude00", true, null]',
  '{"__proto__":[1],"constructor":[{"__proto__":1}]}',
  '\n[\t{"a":\r\n[1]}\n]\n',
]

/** The message and the position of a JsonSyntaxError. */
const positionOf = (broken: string, read: (json: string) => unknown): unknown => {
  try {
    return read(broken)
  } catch (error) {
    return error instanceof JsonSyntaxError ? [error.message, error.position] : error
  }
}

test.each(texts)('%s is read as in one turn', (text) => {
  expect(spell(finish(readJsonInTurns(text)))).toEqual(spell(toPlain(readJson(text))))
})

describe('what is no JSON is refused', () => {
  test.each(
    [...texts.slice(0, 3), ...texts.slice(6)].flatMap((text) => [
      `${text}]`,
      `${text},`,
      text.trim().slice(0, -1),
      text.replace(/[[{]/, '$&,'),
    ]),
  )('%s', (text) => {
    expect(() => toPlain(readJson(text))).toThrow('')
    expect(() => finish(readJsonInTurns(text))).toThrow('')
  })

  test.each(texts.filter((text) => text.includes(',')))('%s with its position', (text) => {
    for (let at = 0; at < text.length; at++) {
      // Two commas move no bracket and end no text.
      if (text[at] !== ',') continue
      const broken = `${text.slice(0, at)},${text.slice(at)}`
      expect(positionOf(broken, (json) => finish(readJsonInTurns(json)))).toEqual(
        positionOf(broken, (json) => toPlain(readJson(json))),
      )
    }
  })

  test('wherever a character is lost, as in one turn', () => {
    const text = texts[9] ?? ''
    for (let at = 0; at < text.length; at++) {
      const broken = text.slice(0, at) + text.slice(at + 1)
      const read = (reader: (json: string) => unknown): unknown => {
        try {
          return spell(reader(broken))
        } catch {
          return 'refused'
        }
      }
      expect([broken, read((json) => finish(readJsonInTurns(json)))]).toEqual([
        broken,
        read((json) => toPlain(readJson(json))),
      ])
    }
  })
})

test('others have their turn between rows and within long ones', () => {
  const random = createRandom(1, 1)
  const rows = Array.from({ length: 1000 }, () => ({ id: random.below(10) }))
  expect([...readJsonInTurns(JSON.stringify(rows))].length).toBeGreaterThan(1000)
  expect(
    [...readJsonInTurns(JSON.stringify([Array.from({ length: 100_000 }, () => 'x')]))].length,
  ).toBeGreaterThan(20)
})
