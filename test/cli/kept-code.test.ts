// Starts a small bundle as the program starts its own, with code that earlier starts have compiled.

import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'

const loader = new URL('../../bin/kept-code.js', import.meta.url).href
const folder = mkdtempSync(join(tmpdir(), 'kept-code-'))
const bundle = join(folder, 'cli.cjs')
/** A file that the bundle loads only where it exists. */
const seldom = join(folder, 'chunk.seldom.cjs')
const cache = join(folder, 'cache')
/** The bundle writes here which folder it may keep rows in. */
const given = join(folder, 'given')

afterAll(() => rmSync(folder, { recursive: true }))

beforeEach(() => {
  rmSync(cache, { recursive: true, force: true })
  rmSync(seldom, { force: true })
  mkdirSync(cache)
  writeBuild('one', 'first')
})

function writeBuild(id: string, word: string): void {
  writeFileSync(join(folder, 'build-id.txt'), id)
  writeFileSync(join(folder, 'chunk.word.cjs'), `exports.word = () => '${word}'`)
  writeFileSync(
    bundle,
    `const { word } = require('./chunk.word.cjs')
    if (require('node:fs').existsSync('${seldom}')) require('./chunk.seldom.cjs')
    let keep
    exports.onceServing = (work, folder) => {
      keep = work
      require('node:fs').writeFileSync('${given}', String(folder))
    }
    setImmediate(() => { console.log(word()); keep?.() })`,
  )
}

/** Starts the bundle in a process of its own, and returns what it prints. */
const start = ({ isStart = true } = {}): string =>
  evaluate(
    `import { requireKept } from '${loader}'; requireKept(${JSON.stringify(bundle)}, ${JSON.stringify(cache)}, ${isStart})`,
  )

function evaluate(script: string, env: NodeJS.ProcessEnv = process.env): string {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { encoding: 'utf8', env, timeout: 60_000 },
  )
  return `${stdout}${stderr}`.trim()
}

/** What makeCodeFolder() returns where the folder is that for temporary files. */
const makeFolder = (place: string): string =>
  evaluate(`import { makeCodeFolder } from '${loader}'; console.log(String(makeCodeFolder()))`, {
    ...process.env,
    TMPDIR: place,
  })

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

test('a later start keeps the code of a file that no start before has loaded', () => {
  for (let starts = 0; starts < 2; starts++) start()
  const before = keptBy('one')
  writeFileSync(seldom, 'exports.seldom = true')
  expect(start()).toBe('first')
  const added = expect.stringMatching(/^chunk\.seldom\.cjs /)
  expect(keptBy('one')).toEqual([added, ...before])
})

test('a start may keep rows only where an earlier start has made the folder', () => {
  start()
  expect(readFileSync(given, 'utf8')).toBe('undefined')
  start()
  expect(readFileSync(given, 'utf8')).toBe(join(cache, 'conversations-mock-one'))
  start({ isStart: false })
  expect(readFileSync(given, 'utf8')).toBe('undefined')
})

test('another command uses kept code, and keeps none', () => {
  start()
  expect(start({ isStart: false })).toBe('first')
  expect(keptBy('one')).toEqual([])
  start()
  const kept = keptBy('one')
  expect(start({ isStart: false })).toBe('first')
  expect(keptBy('one')).toEqual(kept)
})

test('code of another build is not used, also for files of the same length', () => {
  for (let starts = 0; starts < 2; starts++) start()
  writeBuild('two', 'other')
  expect(start()).toBe('other')
})

test('damaged code is compiled and kept again', () => {
  for (let starts = 0; starts < 2; starts++) start()
  const file = join(cache, 'conversations-mock-one', 'chunk.word.cjs')
  const code = readFileSync(file)
  code.writeUInt8(code.readUInt8(code.length / 2) ^ 1, code.length / 2)
  for (const damaged of ['', 'nonsense', code]) {
    writeFileSync(file, damaged)
    expect(start()).toBe('first')
    expect(readFileSync(file).equals(Buffer.from(damaged))).toBe(false)
    expect(start()).toBe('first')
  }
})

test.runIf(process.platform === 'linux')('a pipe in place of kept code is not waited for', () => {
  start()
  start()
  const kept = join(cache, 'conversations-mock-one', 'cli.cjs')
  rmSync(kept)
  execFileSync('mkfifo', [kept])
  expect(start()).toBe('first')
  expect(lstatSync(kept).isFile()).toBe(true)
})

test('the code of the newest builds is kept, and that of older ones removed', () => {
  const ids = ['one', 'two', 'three', 'four', 'five', 'six']
  for (const [index, id] of ids.entries()) {
    writeBuild(id, id)
    expect(start()).toBe(id)
    utimesSync(join(cache, `conversations-mock-${id}`), index, index)
  }
  mkdirSync(join(cache, 'v24'))
  expect(readdirSync(cache).toSorted()).toEqual([
    ...['five', 'four', 'six', 'three'].map((id) => `conversations-mock-${id}`),
    'v24',
  ])
})

test('a bundle also starts where no code can be kept', () => {
  rmSync(cache, { recursive: true })
  writeFileSync(cache, '')
  expect(start()).toBe('first')
})

test('code that cannot be kept leaves nothing behind', () => {
  start()
  const kept = join(cache, 'conversations-mock-one')
  mkdirSync(join(kept, 'chunk.word.cjs'))
  expect(start()).toBe('first')
  expect(readdirSync(kept)).toEqual(['chunk.word.cjs', 'cli.cjs'])
})

test.runIf(process.platform === 'linux')('a folder in which none can be made has no code', () => {
  expect(makeFolder('/proc')).toBe('undefined')
})

describe.skipIf(process.platform === 'win32')('where others could plant code', () => {
  test('none is used or kept', () => {
    for (let starts = 0; starts < 2; starts++) start()
    const before = keptBy('one')
    writeFileSync(join(cache, 'conversations-mock-one', 'chunk.word.cjs'), 'planted')
    chmodSync(cache, 0o777)
    expect(start()).toBe('first')
    expect(keptBy('one')).toEqual(before)
  })

  test('no folder is made for code', () => {
    const place = join(folder, 'tmp')
    const name = `conversations-mock-code-${process.geteuid?.()}`
    mkdirSync(place)
    chmodSync(place, 0o777)
    expect(makeFolder(place)).toBe('undefined')
    expect(readdirSync(place)).toEqual([])
    chmodSync(place, 0o1777)
    expect(makeFolder(place)).toBe(join(place, name))
    expect(lstatSync(join(place, name)).mode & 0o777).toBe(0o700)
    rmSync(join(place, name), { recursive: true })
    symlinkSync(cache, join(place, name))
    expect(makeFolder(place)).toBe('undefined')
  })
})
