// Writes the tables of the corpus in docs/rules.md.

import type { RuleId } from '../../src/rule-ids.ts'
import { correctClients, mistakes } from './corpus.ts'
import { worlds, worldsOf } from './worlds.ts'

type Rule = { readonly id: RuleId; readonly severity: string }

/**
 * Returns two tables in Markdown: the clients that each rule was tested with, and the correct
 * clients. They follow the order of the rules.
 */
export function formatCorpusTable(rules: readonly Rule[]): string {
  const clientsOf = new Map(mistakes.map(({ rule, clients }) => [rule, clients]))
  const found = rules.map(({ id, severity }) => {
    const clients = clientsOf.get(id) ?? []
    return row(
      `\`${id}\``,
      severity,
      clients.map(({ does }) => does).join('; '),
      `${clients.length} of ${clients.length}`,
    )
  })
  const passed = correctClients.map((client) =>
    row(
      client.does,
      client.editions.map((name) => `\`${name}\``).join(', '),
      worldsOf(client).length,
    ),
  )
  return [
    row('rule', 'severity', 'a client that', 'found'),
    row('---', '---', '---', '---'),
    ...found,
    '',
    `Nothing is found of clients that are right, in ${worlds.length} worlds: ${worlds.map(({ name }) => name).join(', ')}.`,
    '',
    row('a client that', 'editions', 'worlds'),
    row('---', '---', '---'),
    ...passed,
  ].join('\n')
}

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
