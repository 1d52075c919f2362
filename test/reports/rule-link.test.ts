import { expect, test } from 'vitest'
import { ruleLink, rulePath } from '../../src/reports/rule-link.ts'
import { rules } from '../../src/judge/rules.ts'
import { read } from '../docs/pages.ts'

test('a released package links to the rules of its version', () => {
  expect(ruleLink('filters-lost', { version: '1.2.3', homepage: 'https://git.test/o/r' })).toBe(
    'https://git.test/o/r/blob/v1.2.3/docs/rules.md#filters-lost',
  )
})

test('a package that knows no repository has no link', () => {
  expect(ruleLink('filters-lost', { version: '1.2.3' })).toBeUndefined()
})

test.each(rules.map(({ id }) => id))('docs/rules.md, which ships, explains %s', (id) => {
  expect(read('docs/rules.md')).toContain(`\n## ${id}\n`)
  expect(rulePath(id)).toBe(`docs/rules.md#${id}`)
  expect(JSON.parse(read('package.json')).files).toContain('docs/rules.md')
})
