import { expect, test } from 'vitest'
import { type JsonNode, parseNodes } from '../../src/dashboard/widgets/json-nodes.ts'

/** The text of a tree. */
function textOf(node: JsonNode): string {
  if (node.type === 'leaf') return node.token.text
  const parts = node.entries.map(
    ({ name, node: part }) => `${name === undefined ? '' : `${name.text}:`}${textOf(part)}`,
  )
  return `${node.open}${parts.join()}${node.open === '{' ? '}' : ']'}`
}

test.each([
  '{}',
  '[]',
  '[[],{},[{}]]',
  '{"a":1,"b":[1,2,{"c":null}],"d":"x"}',
  String.raw`{"cost":1.0e-7,"big":12345678901234567890,"quote":"\"{,}\"","":[true]}`,
  '"text"',
])('keeps %s as it was sent', (json) => {
  const node = parseNodes(json)
  expect(node && textOf(node)).toBe(json)
})

test.each(['', '{', '[1,2', '{"a":1}}', '{"a"}', 'null null', '<p>'])(
  'takes %j for no JSON',
  (text) => expect(parseNodes(text)).toBeUndefined(),
)

test('counts the depth of hostile nesting without falling over', () => {
  const depth = 50_000
  let node = parseNodes('['.repeat(depth) + ']'.repeat(depth))
  let deepest = 0
  while (node?.type === 'parent') {
    deepest = node.depth
    node = node.entries[0]?.node
  }
  expect(deepest).toBe(depth - 1)
})
