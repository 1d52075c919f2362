import { expect, test } from 'vitest'
import * as z from 'zod'
import { Report } from '../../src/judge/schemas.ts'
import { Walk } from '../../src/judge/walk-schemas.ts'
import { formatJson } from '../../src/reports/json.ts'
import {
  hostileTexts,
  makeFinding,
  makeHostile,
  makeJudgement,
  makeReport,
  sample,
} from './sample.ts'

const Output = z.strictObject({
  report: Report,
  walks: z.array(Walk),
  level: z.string(),
  passed: z.boolean(),
})

test('holds the report and the walks as the mock sent them', () => {
  const { report, walks } = sample
  expect(JSON.parse(formatJson(sample))).toEqual({ report, walks, level: 'warning', passed: false })
})

test('is for eyes too', () => {
  expect(formatJson(makeJudgement())).toMatchInlineSnapshot(`
    "{
      "report": {
        "judged": true,
        "requests": 14,
        "forgotten": 0,
        "walks": 3,
        "counts": {
          "error": 0,
          "warning": 0,
          "note": 0,
          "silenced": 0
        },
        "findings": []
      },
      "walks": [],
      "level": "warning",
      "passed": true
    }"
  `)
})

test.each([
  ['a clean report', makeReport(), true],
  ['a note', makeReport([makeFinding({ severity: 'note' })]), true],
  ['a warning', makeReport([makeFinding({ severity: 'warning' })]), false],
  ['a silenced error', makeReport([makeFinding({ silenced: 'known' })]), true],
  ['what was not judged', makeReport([], { judged: false }), false],
])('%s has passed: %s', (_title, report, passed) => {
  expect(JSON.parse(formatJson(makeJudgement({ report })))).toMatchObject({ passed })
})

test.each(hostileTexts.filter(([, text]) => text.isWellFormed()))(
  'holds what a client sent: %s',
  (_title, hostile) => {
    const { report } = Output.parse(JSON.parse(formatJson(makeHostile(hostile))))
    expect(report.findings[0]?.message).toBe(hostile)
  },
)
