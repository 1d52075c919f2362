import { describe, expect, test } from 'vitest'
import type { DriftReport, Entry } from '../../src/drift/entry.ts'
import { driftFormats } from '../../src/drift/formats.ts'
import { formatNames } from '../../src/reports/formats.ts'
import { parseXml } from '../reports/xml.ts'

const entry: Entry = {
  where: '$.data[*].total_cost',
  kind: 'type',
  live: 'number in a text',
  mock: 'number',
  request: 'GET /api/user/conversations',
  count: 3,
  switches: { laravel: 12 },
  ignored: null,
}

const report: DriftReport = {
  live: 'https://app.example.com',
  entries: [entry, { ...entry, where: 'header deprecation', kind: 'header', ignored: 'known' }],
  compared: 30,
  not_compared: [{ question: 'assistants', reason: 'the API has no such call' }],
  requests: 31,
  complete: true,
}

const hostile = 'a\u001b[31m\n::error::x]]>&<"|`\u202e'
const hostileReport: DriftReport = {
  ...report,
  entries: [{ ...entry, where: `$.${hostile}`, live: hostile, request: hostile }],
}

describe('a report of drift', () => {
  test('is a text for people', () => {
    expect(driftFormats.text(report).output).toBe(
      [
        '1 difference in 30 answers; 1 ignored',
        '',
        '$.data[*].total_cost (type)',
        '  live: number in a text',
        '  mock: number',
        '  GET /api/user/conversations and 2 more requests',
        '  the mock does the same with laravel 12',
        '',
        'ignored header deprecation (header): live number in a text, mock number: known',
        '',
        'not compared: assistants (the API has no such call)',
      ].join('\n'),
    )
  })

  test('says that nothing differs', () => {
    expect(driftFormats.text({ ...report, entries: [], not_compared: [] }).output).toBe(
      'no drift in 30 answers',
    )
  })

  test('is JSON with the result', () => {
    expect(JSON.parse(driftFormats.json(report).output)).toEqual({ ...report, drifted: true })
  })

  test('is SARIF with suppressions', () => {
    expect(JSON.parse(driftFormats.sarif(report).output)).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          invocations: [{ executionSuccessful: true }],
          results: [
            { ruleId: 'drift-type', ruleIndex: 0, suppressions: [] },
            { ruleId: 'drift-header', suppressions: [{ justification: 'known' }] },
          ],
        },
      ],
    })
  })

  test.each(formatNames)('escapes what an API made up, as %s', (format) => {
    const { output, summary = '' } = driftFormats[format](hostileReport)
    const text = format === 'json' || format === 'sarif' ? '' : output + summary
    expect(text).not.toMatch(/\u001b|\u202e|^::error::x/m)
    if (format === 'junit') expect(() => parseXml(output)).not.toThrow()
    if (format === 'json' || format === 'sarif') expect(() => JSON.parse(output)).not.toThrow()
  })
})
