// The summary that people read at the end of a capture.

import { textKinds } from '../dataset/captured.ts'
import type { Captured } from './capture-list.ts'

const MAX_LEAKS = 10

/** Lines for people. `file` is the path of the written dataset. */
export function summaryOf(captured: Captured, file: string): string[] {
  const { dataset, replacements, leaks } = captured
  const { kept } = dataset.captured
  const replaced = textKinds
    .filter((kind) => replacements[kind].texts > 0)
    .map((kind) => {
      const { texts, different } = replacements[kind]
      return `  ${kind.padEnd(12)}${texts} (${different} different)`
    })
  return [
    rowsText(captured, file),
    ...(replaced.length > 0 ? ['replaced:', ...replaced] : ['nothing was replaced']),
    ...(kept.length > 0 ? [`kept as they are: ${kept.join(', ')}`] : []),
    ...notesOf(captured),
    ...(leaks.length === 0
      ? ['self-check: no original text longer than three characters is in the file']
      : [
          `self-check: ${leaks.length} texts look like originals; look at them before you share the file:`,
          ...leaks.slice(0, MAX_LEAKS).map((path) => `  ${path}`),
        ]),
  ]
}

function rowsText({ dataset, failure }: Captured, file: string): string {
  const { rows, total, complete } = dataset.captured
  const count = `${rows} ${rows === 1 ? 'row' : 'rows'}`
  if (complete) return `captured ${count}, the whole list, in ${file}`
  const of = total === null ? '' : ` of ${total}`
  const more = failure ? 'the rest is missing' : 'the rest is beyond --rows'
  return `captured ${count}${of} in ${file}; ${more}, and the total of a mock is ${rows}`
}

const notesOf = ({ losses, totals, repeated, isNewestFirst }: Captured): string[] => [
  ...(isNewestFirst ? [] : ['the rows are not newest first; serve them with --order id']),
  ...(losses.types.size > 0
    ? [
        `rows of the types ${[...losses.types].join(', ')}, which no edition has, are of type widget`,
      ]
    : []),
  ...(losses.fields.size > 0
    ? [`left out are fields that no edition has: ${[...losses.fields].join(', ')}`]
    : []),
  ...(totals.length > 1 || repeated > 0
    ? ['the list changed while it was read; capture it again for pages that fit together']
    : []),
]
