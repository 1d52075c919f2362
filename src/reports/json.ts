// The report for programs.

import type { Judgement } from './judgement.ts'
import { failingFindings } from './level.ts'

export function formatJson({ report, walks, level }: Judgement): string {
  const passed = report.judged && failingFindings(report, level).length === 0
  return JSON.stringify({ report, walks, level, passed }, undefined, 2)
}
