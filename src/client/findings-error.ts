// The error that fails a test because of findings.

import type { Report } from '../judge/schemas.ts'

/**
 * The error for mistakes of a client. Its message is the report that `conversations-mock lint`
 * prints.
 */
export class FindingsError extends Error {
  override name = 'FindingsError'
  readonly report: Report

  constructor(text: string, report: Report) {
    super(text)
    this.report = report
  }
}
