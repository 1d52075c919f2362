// A calibration as a table for people.

import type { Calibration, SettingReading } from './calibrate.ts'
import { questions } from './questions.ts'
import { showQuestion } from './reading.ts'
import type { Budget } from '../live/live-api.ts'

const VALUE_COLUMN = 20
const TEXT_COLUMN = 40

export function toText({ readings, behaviours, requests, ending }: Calibration): string {
  const rest = ending === null ? '' : `; the other questions were not asked: ${ending}`
  return [
    heading('setting', 'value', 'evidence'),
    ...readings.flatMap(linesOf),
    '',
    heading('beside', 'value', 'evidence'),
    ...behaviours.flatMap(linesOf),
    '',
    `${requests} requests${rest}`,
    '',
  ].join('\n')
}

const heading = (name: string, value: string, text: string): string =>
  name.padEnd(VALUE_COLUMN) + value.padEnd(TEXT_COLUMN - VALUE_COLUMN) + text

function linesOf({ setting, value, evidence, note }: SettingReading): string[] {
  const texts = [
    ...(note === undefined ? [] : [note]),
    ...evidence.map(({ request, seen }) => `${request} → ${seen}`),
  ]
  const shown = value === undefined ? '-' : String(value)
  const isLong = shown.length >= TEXT_COLUMN - VALUE_COLUMN
  const [first = '', ...others] = isLong ? ['', ...texts] : texts
  return [
    heading(setting, shown, first).trimEnd(),
    ...others.map((text) => ' '.repeat(TEXT_COLUMN) + text),
  ]
}

type Plan = { readonly base: string; readonly budget: Budget; readonly pause: number }

/** Shows the budget and the questions before the first request is sent. */
export function planText({ base, budget, pause }: Plan): string {
  const seconds = budget.milliseconds / 1000
  return [
    `${base}: at most ${budget.requests} requests in ${seconds} s, ${pause} ms between two`,
    ...questions.map((row, index) => {
      const number = String(index + 1).padStart(2)
      return `${number}  ${row.plan ?? showQuestion(row.toQuestion(NO_ANSWERS(base)) ?? {})}`
    }),
    '',
  ].join('\n')
}

const NO_ANSWERS = (base: string) => ({
  base,
  get: () => undefined,
  problemOf: () => undefined,
})
