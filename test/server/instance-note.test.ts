import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { findInstances, type Instance, writeInstance } from '../../src/server/instance-note.ts'

const URL_OF_MOCK = 'http://127.0.0.1:4080'
const isRoot = process.geteuid?.() === 0
const root = mkdtempSync(join(tmpdir(), 'instances-'))
const forget: (() => void)[] = []
let base = ''
let folder = ''

beforeEach(() => {
  base = mkdtempSync(join(root, 'base-'))
  folder = join(base, `conversations-mock-${process.geteuid?.() ?? 0}`)
  for (const name of ['XDG_RUNTIME_DIR', 'TMPDIR']) vi.stubEnv(name, base)
})
afterEach(() => {
  forget.splice(0).forEach((remove) => remove())
  vi.unstubAllEnvs()
})
afterAll(() => rmSync(root, { recursive: true }))

function note(url = URL_OF_MOCK): { readonly problem?: string } {
  const { forget: remove, ...written } = writeInstance(url, 'secret')
  forget.push(remove)
  return written
}

const urls = (): string[] => findInstances().map(({ url }) => url)

/** The instance note that this process writes. The function removes its file again. */
function ownNote(): Instance {
  note()
  const [name = ''] = readdirSync(folder)
  const own: Instance = JSON.parse(readFileSync(join(folder, name), 'utf8'))
  rmSync(join(folder, name))
  return own
}

/** Puts a file into the folder of the notes, with permissions for its owner only. */
function plant(name: string, content: unknown): string {
  const file = join(folder, name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), {
    mode: 0o600,
  })
  return file
}

test('a note is found, the newest first, and forgotten', async () => {
  note()
  // A note says the millisecond of the start.
  await wait(5)
  note('http://[::1]:4081')
  expect(urls()).toEqual(['http://[::1]:4081', URL_OF_MOCK])
  forget.splice(0).forEach((remove) => remove())
  expect(urls()).toEqual([])
  expect(readdirSync(folder)).toEqual([])
})

test('a note is forgotten without complaint when its folder has become something else', () => {
  note()
  rmSync(folder, { recursive: true })
  writeFileSync(folder, '')
  const [remove] = forget.splice(0)
  expect(remove).not.toThrow()
  expect(urls()).toEqual([])
})

test.each(['', 'null', '[]', '{"pid":1', '{}', '\0'.repeat(10), 'x'.repeat(5000)])(
  'a broken note hides no other: %j',
  (content) => {
    plant('0.json', content)
    note()
    plant('z.json', content)
    expect(urls()).toEqual([URL_OF_MOCK])
  },
)

test('a folder, a link or an open file among the notes hides no other', () => {
  const own = ownNote()
  mkdirSync(join(folder, '0.json'))
  symlinkSync(plant('target', { ...own, url: 'http://127.0.0.1:1' }), join(folder, '1.json'))
  chmodSync(join(folder, 'target'), 0o644)
  note()
  expect(urls()).toEqual([URL_OF_MOCK])
})

test.each([
  'http://127.0.0.1@evil.test:80',
  'http://[::1]@evil.test:80',
  'http://127.0.0.1:80@evil.test',
  'http://127.0.0.1:80/path',
  'http://127.0.0.1:80?query',
  'http://127.0.0.1:80#',
  'http://127.0.0.1:99999',
  'http://127.0.0.999:80',
  'http://127.0.0.1.evil.test:80',
  'http://localhost:80',
  'http://10.0.0.1:80',
  'http://127.0.0.1:80\n',
  ' http://127.0.0.1:80',
  'file:///etc/passwd',
])('an address that is not plainly loopback is neither read nor noted: %j', (url) => {
  plant('x.json', { ...ownNote(), url })
  expect(urls()).toEqual([])
  rmSync(folder, { recursive: true })
  expect(note(url)).toEqual({})
  expect(existsSync(folder)).toBe(false)
})

describe('a process that has ended', () => {
  const { pid: endedPid } = spawnSync(process.execPath, ['--version'])

  test('takes its note along, when the next one looks', () => {
    const file = plant('x.json', { ...ownNote(), pid: endedPid })
    expect(urls()).toEqual([])
    expect(existsSync(file)).toBe(false)
  })

  test.skipIf(process.platform !== 'linux').each([
    ['its id was given again', { ticks: '1' }],
    ['the machine was started again', { boot: 'another' }],
  ])('is not taken for alive when %s', (_name, change) => {
    const own = ownNote()
    const file = plant('x.json', { ...own, birth: own.birth && { ...own.birth, ...change } })
    expect(urls()).toEqual([])
    expect(existsSync(file)).toBe(false)
  })

  test.skipIf(process.platform !== 'linux')('is not told by its id in another container', () => {
    const own = ownNote()
    plant('x.json', {
      ...own,
      pid: endedPid,
      birth: own.birth && { ...own.birth, namespace: 'pid:[1]' },
    })
    expect(urls()).toEqual([URL_OF_MOCK])
  })

  test('is told by its id where nothing else is known', () => {
    const own = ownNote()
    plant('x.json', { ...own, birth: null })
    const file = plant('y.json', { ...own, birth: null, pid: endedPid })
    expect(urls()).toEqual([URL_OF_MOCK])
    expect(existsSync(file)).toBe(false)
  })
})

describe.skipIf(!isRoot)('where another user was first (needs root)', () => {
  const OTHER = 65_534

  beforeEach(() => {
    chmodSync(base, 0o1777)
    mkdirSync(folder, { mode: 0o777 })
    chmodSync(folder, 0o777)
    chownSync(folder, OTHER, OTHER)
  })

  test('the note lies elsewhere, no link of theirs is followed, and no note of theirs is read', () => {
    const victim = join(base, 'victim')
    writeFileSync(victim, 'precious')
    symlinkSync(victim, join(folder, `${process.pid}.json`))
    writeFileSync(
      join(folder, '1.json'),
      JSON.stringify({ ...elsewhere(), url: 'http://127.0.0.1:1' }),
      { mode: 0o600 },
    )
    const before = readdirSync(folder)
    note()
    expect(urls()).not.toContain('http://127.0.0.1:1')
    expect(readFileSync(victim, 'utf8')).toBe('precious')
    expect(readdirSync(folder)).toEqual(before)
  })

  test('their notes in a folder that was open once are not read', () => {
    chownSync(folder, 0, 0)
    const file = plant('1.json', { ...elsewhere(), url: 'http://127.0.0.1:1' })
    chownSync(file, OTHER, OTHER)
    note()
    expect(urls()).toEqual([URL_OF_MOCK])
  })
})

/** A valid note, written to another folder and removed again. */
function elsewhere(): Instance {
  vi.stubEnv('XDG_RUNTIME_DIR', root)
  note()
  const found = findInstances()[0]
  forget.splice(0).forEach((remove) => remove())
  vi.stubEnv('XDG_RUNTIME_DIR', base)
  if (!found) throw new Error('no note')
  return found
}
