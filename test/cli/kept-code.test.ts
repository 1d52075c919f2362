// Starts a small bundle as the program starts its own, with code that earlier starts have compiled.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'

const loader = new URL('../../bin/kept-code.js', import.meta.url).href
const folder = mkdtempSync(join(tmpdir(), 'kept-code-'))
const bundle = join(folder, 'cli.cjs')
const cache = join(folder, 'cache')

afterAll(() => rmSync(folder, { recursive: true }))

beforeEach(() => {
  rmSync(cache, { recursive: true, force: true })
  writeBuild('one', 'first')
})

function writeBuild(id: string, word: string): void {
  writeFileSync(join(folder, 'build-id.txt'), id)
  writeFileSync(join(folder, 'chunk.word.cjs'), `exports.word = () => '${word}'`)
  writeFileSync(
    bundle,
    `const { word } = require('./chunk.word.cjs')
    exports.onceServing = (work) => setImmediate(() => { console.log(word()); work() })`,
  )
}

/** Starts the bundle in a process of its own, and returns what it prints. */
function start(): string {
  const script = `import { requireKept } from '${loader}'; requireKept(${JSON.stringify(bundle)}, ${JSON.stringify(cache)})`
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script],
    {
      encoding: 'utf8',
    },
  )
  return `${stdout}${stderr}`.trim()
}

/** The kept files with the numbers that a rewritten file would change. */
const keptBy = (id: string): string[] =>
  readdirSync(join(cache, `conversations-mock-${id}`)).map(
    (name) => `${name} ${statSync(join(cache, `conversations-mock-${id}`, name)).ino}`,
  )

test('the first start keeps no code, the second does, and the third uses it as it is', () => {
  expect(start()).toBe('first')
  expect(keptBy('one')).toEqual([])
  expect(start()).toBe('first')
  const kept = keptBy('one')
  expect(kept).toEqual([
    expect.stringMatching(/^chunk\.word\.cjs /),
    expect.stringMatching(/^cli\.cjs /),
  ])
  expect(start()).toBe('first')
  expect(keptBy('one')).toEqual(kept)
})

test('code of another build is not used, also for files of the same length', () => {
  for (let starts = 0; starts < 2; starts++) start()
  writeBuild('two', 'other')
  expect(start()).toBe('other')
})

test('damaged code is compiled and kept again', () => {
  for (let starts = 0; starts < 2; starts++) start()
  const before = keptBy('one')
  writeFileSync(join(cache, 'conversations-mock-one', 'chunk.word.cjs'), 'nonsense')
  expect(start()).toBe('first')
  expect(keptBy('one')).toEqual([expect.not.stringMatching(before[0] ?? ''), before[1]])
})

test('a bundle also starts where no code can be kept', () => {
  writeFileSync(cache, '')
  expect(start()).toBe('first')
})
