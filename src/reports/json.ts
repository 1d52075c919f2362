// Writes the report as JSON for programs.

import { lacksRequests } from './headline.ts'
import type { Judgement } from './judgement.ts'
import { failingFindings } from './level.ts'

export function formatJson(judgement: Judgement): string {
  const { report, walks, level } = judgement
  const passed =
    report.judged && !lacksRequests(judgement) && failingFindings(report, level).length === 0
  return JSON.stringify({ report, walks, level, passed }, undefined, 2)
}
