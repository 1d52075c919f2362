// The words and colour tones for verdicts, and the words for severities.

import type { Severity, Verdict } from '../../client/wire.ts'

type Words = { readonly word: string; readonly tone: 'good' | 'info' | 'warn' | 'bad' }

export const verdictWords: Readonly<Record<Verdict, Words>> = {
  complete: { word: 'complete', tone: 'good' },
  truncated: { word: 'rows missing', tone: 'bad' },
  duplicated: { word: 'rows twice', tone: 'warn' },
  endless: { word: 'endless', tone: 'bad' },
  single_page: { word: 'one page', tone: 'info' },
  open: { word: 'still going on', tone: 'info' },
}

export const isVerdict = (text: string): text is Verdict => Object.hasOwn(verdictWords, text)

export const verdicts: readonly Verdict[] = Object.keys(verdictWords).filter(isVerdict)

export const severityWords: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  note: 'Note',
}
