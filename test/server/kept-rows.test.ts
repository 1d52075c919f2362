import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Options } from '../../src/config.ts'
import { parseSettings } from '../../src/parse-settings.ts'
import { keptRowsOf } from '../../src/server/kept-rows.ts'
import { startServer } from '../../src/server/server.ts'
import { atFileEnd } from '../file-end.ts'

const folder = mkdtempSync(join(tmpdir(), 'kept-rows-'))
atFileEnd(() => rmSync(folder, { recursive: true }))

/** Starts a mock with these options, and returns a page and what is kept since. */
async function startWith(options: Options, keptFolder?: string) {
  const settings = parseSettings([
    { values: { port: 0, publicUrl: 'brand', ...options }, nameOf: (name) => name },
  ])
  const server = await startServer(settings, { keptFolder })
  const headers = { Authorization: `Bearer ${server.tokens[0]?.plain}` }
  const page = await fetch(`${server.url}/api/user/conversations?per_page=100`, { headers })
  const body = await page.text()
  await server.close()
  return { body, kept: readdirSync(folder).toSorted() }
}

test('generated rows are kept by their settings, and answer as fresh ones do', async () => {
  const first = await startWith({ generate: 40 }, folder)
  expect(first.kept).toEqual(['rows-40-1-id.db'])
  expect(await startWith({ generate: 40 }, folder)).toEqual(first)
  expect(await startWith({ generate: 40 })).toEqual(first)
  const other = await startWith({ generate: 40, seed: 2, order: 'created_at' }, folder)
  expect(other.kept).toEqual(['rows-40-1-id.db', 'rows-40-2-created_at.db'])
  expect(other.body).not.toBe(first.body)
})

test.each<[string, Options]>([
  ['the demo dataset', {}],
  ['a fixture', { dataset: 'fifteen' }],
  ['a file of the user', { generate: 5, db: join(folder, 'own.sqlite') }],
])('rows of %s are not kept', async (_, options) => {
  const before = readdirSync(folder)
  const { kept } = await startWith(options, folder)
  expect(kept.filter((name) => name.startsWith('rows-'))).toEqual(
    before.filter((name) => name.startsWith('rows-')),
  )
})

const keptOf = (generate: number): string | undefined =>
  keptRowsOf(parseSettings([{ values: { generate }, nameOf: (name) => name }]), 'folder')

test('only so many rows are kept that they take little room', () => {
  const file = join('folder', 'rows-20000-1-id.db')
  expect([keptOf(20_000), keptOf(20_001)]).toEqual([file, undefined])
})
