// Sentences about drift that every output format uses.

import { toPrintable } from '../reports/words.ts'
import { counted } from '../judge/words.ts'
import { countingEntries, type DriftReport, type Entry } from './entry.ts'

/** For example `2 differences in 31 answers`. */
export function headline(report: DriftReport): string {
  const counting = countingEntries(report).length
  const ignored = report.entries.length - counting
  return [
    counting === 0
      ? `no drift in ${counted(report.compared, 'answer')}`
      : `${counted(counting, 'difference')} in ${counted(report.compared, 'answer')}`,
    ...(ignored > 0 ? [`${ignored} ignored`] : []),
    ...(report.complete ? [] : ['the budget ended before the questions']),
  ].join('; ')
}

/** For example `header cache-control (value): live absent, mock "no-cache, private"`. */
export const sentenceOf = ({ where, kind, live, mock }: Entry): string =>
  toPrintable(`${where} (${kind}): live ${live}, mock ${mock}`)

export function switchText({ switches }: Entry): string | undefined {
  if (!switches) return undefined
  const settings = Object.entries(switches).map(([name, value]) => `${name} ${String(value)}`)
  return `the mock does the same with ${settings.join(' and ')}`
}

export const requestText = ({ request, count }: Entry): string =>
  toPrintable(`${request}${count > 1 ? ` and ${counted(count - 1, 'more request')}` : ''}`)

export const FIX =
  'Calibrate again if the API is right, or correct the clients that relied on what it did before.'
