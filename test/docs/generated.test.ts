import { expect, test } from 'vitest'
import { rules } from '../../src/judge/rules.ts'
import { adminPage } from '../../tools/docs/admin-page.ts'
import { cliPage } from '../../tools/docs/cli-page.ts'
import { rulesPage } from '../../tools/docs/rules-page.ts'
import { formatCorpusTable } from '../clients/table.ts'

test.each([
  ['cli.md', cliPage],
  ['admin-api.md', adminPage],
  ['rules.md', () => rulesPage(formatCorpusTable(rules))],
])('docs/%s says what the code says; after a change run `npm run docs`', async (name, write) => {
  await expect(write()).toMatchFileSnapshot(`../../docs/${name}`)
})
