// Findings that fail a test, in words.

import type { Report } from '../judge/schemas.ts'

/** A client did what it should not; the message is the report that `conversations-mock lint` prints. */
export class FindingsError extends Error {
  override name = 'FindingsError'
  readonly report: Report

  constructor(text: string, report: Report) {
    super(text)
    this.report = report
  }
}
