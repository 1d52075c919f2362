import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { expect, onTestFinished, test } from 'vitest'
import { lazyModules } from '../../tools/lazy-modules.ts'

const imports = `
import * as https from 'node:https'
import { Agent } from 'node:https'
import crypto, { createHash } from 'node:crypto'
export const find = async () => {
  const { createServer } = await import('node:https')
  return [https.request, https.Agent, Agent, crypto.randomBytes, createHash, createServer]
}
export const agent = () => new https.Agent()
`

test('the bundle finds the exports of a lazy module by each form of import', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'conversations-mock-lazy-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const input = join(folder, 'input.mjs')
  writeFileSync(input, imports)
  const bundle = await rolldown({ input, platform: 'node', plugins: [lazyModules()] })
  const file = join(folder, 'output.cjs')
  await bundle.write({ file, format: 'cjs', codeSplitting: false })
  const bundled: { find: () => Promise<unknown[]>; agent: () => object } = createRequire(
    import.meta.url,
  )(file)
  const found = await bundled.find()
  expect(found.map((each) => typeof each)).toEqual(found.map(() => 'function'))
  expect(found).toHaveLength(6)
  expect(bundled.agent()).toHaveProperty('sockets')
})
