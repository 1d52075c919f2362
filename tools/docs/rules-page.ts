// Writes docs/rules.md from the rules and from the clients that test them.

import type { LintRule } from '../../src/judge/rule.ts'
import { rules } from '../../src/judge/rules.ts'
import { severities } from '../../src/judge/severity.ts'
import { codeOf, page, tableOf } from './markdown.ts'

/** `corpus` holds two tables: clients with mistakes, and clients without. */
export function rulesPage(corpus: string): string {
  return page(
    '# Rules of the judge',
    'Each rule is a mistake that real clients make. `/docs/rules` of a running mock shows the same. In the examples `get()` requests the list, by parameters or a URL, and resolves to the body. `ask()` resolves to the whole response. `rows` collects the rows.',
    tableOf(
      ['rule', 'severity', 'why it matters'],
      sorted().map(({ id, severity, why }) => [`[\`${id}\`](#${id})`, severity, why]),
    ),
    ...sorted().flatMap(sectionOf),
    '## Tried on',
    'The test suite runs these clients against the mock and expects exactly these findings: one for each mistake, and no other.',
    corpus,
  )
}

const sorted = (): LintRule[] =>
  severities.flatMap((severity) => rules.filter((rule) => rule.severity === severity))

function sectionOf({ id, severity, why, fix, unless, wrong, right }: LintRule): string[] {
  return [
    `## ${id}`,
    `**${severity}.** ${why}`,
    'What it looks like:',
    codeOf('js', outdented(wrong)),
    fix,
    codeOf('js', outdented(right)),
    ...(unless === undefined ? [] : [`Not reported: ${unless}`]),
  ]
}

function outdented(code: string): string {
  const lines = code.replace(/^\n/, '').trimEnd().split('\n')
  const indent = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)),
  )
  return lines.map((line) => line.slice(indent)).join('\n')
}
