import { expect, test } from 'vitest'
import { silence, silenceWalks } from '../../src/reports/silence.ts'
import { makeFinding, makeReport, makeWalk } from './sample.ts'

const silences = new Map([
  ['filters-lost', 'known'],
  ['tiny-pages', 'a test'],
])
const findings = [
  makeFinding(),
  makeFinding({ id: 'already', silenced: 'for long' }),
  makeFinding({ rule: 'page-beyond-last', severity: 'warning' }),
  makeFinding({ rule: 'tiny-pages', severity: 'note' }),
]

test('silences a rule with its reason and counts anew', () => {
  const report = silence(makeReport(findings), silences)
  expect(report.findings.map(({ silenced }) => silenced)).toEqual([
    'known',
    'for long',
    null,
    'a test',
  ])
  expect(report.counts).toEqual({ error: 0, warning: 1, note: 0, silenced: 3 })
})

test('leaves a report as it was when there is nothing to silence', () => {
  expect(silence(makeReport(findings), new Map())).toEqual(makeReport(findings))
})

test('takes the rule from the walks that broke it', () => {
  const [walk] = silenceWalks(
    [makeWalk({ findings: ['filters-lost', 'page-beyond-last'] })],
    silences,
  )
  expect(walk?.findings).toEqual(['page-beyond-last'])
})
