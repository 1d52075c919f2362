import {
  chmodSync,
  chownSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  findOwnFolder,
  makeOwnFolder,
  readOwnFile,
  writeOwnFile,
} from '../../src/system/own-files.ts'

const isRoot = process.geteuid?.() === 0
const OTHER = 65_534
let base = ''

beforeEach(() => {
  base = mkdtempSync(join(realpathSync(tmpdir()), 'own-files-'))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const make = (): string => makeOwnFolder(base, 'notes')
const file = (): string => join(base, 'note.json')
const read = (): string | undefined => readOwnFile(file(), 100)
const modeOf = (path: string): string => (lstatSync(path).mode & 0o777).toString(8)

describe.skipIf(process.platform === 'win32')('a folder of this user alone', () => {
  test('is made for nobody else, and is found again', () => {
    const umask = process.umask(0)
    expect(make()).toBe(join(base, 'notes'))
    process.umask(umask)
    expect(modeOf(make())).toBe('700')
    expect(findOwnFolder(base, 'notes')).toBe(join(base, 'notes'))
  })

  test('is closed when it was open', () => {
    mkdirSync(join(base, 'notes'))
    chmodSync(join(base, 'notes'), 0o777)
    expect(modeOf(make())).toBe('700')
  })

  test('is none where a link or a file has its name', () => {
    mkdirSync(join(base, 'victim'), { mode: 0o700 })
    symlinkSync('victim', join(base, 'notes'))
    expect(make).toThrow('notes is a link')
    expect(findOwnFolder(base, 'notes')).toBeUndefined()
    rmSync(join(base, 'notes'))
    writeFileSync(join(base, 'notes'), '')
    expect(make).toThrow('notes is no folder')
  })

  test('is not looked for where it never was made', () => {
    expect(findOwnFolder(base, 'notes')).toBeUndefined()
    expect(findOwnFolder(join(base, 'none'), 'notes')).toBeUndefined()
    expect(readdirSync(base)).toEqual([])
  })

  test('lies in no folder that others may change, unless each may change only what is theirs', () => {
    chmodSync(base, 0o777)
    expect(make).toThrow(`other users may change ${base}`)
    chmodSync(base, 0o770)
    expect(make).toThrow(`other users may change ${base}`)
    chmodSync(base, 0o1777)
    expect(make()).toBe(join(base, 'notes'))
  })

  test('lies below no such folder either', () => {
    mkdirSync(join(base, 'open', 'closed'), { recursive: true })
    chmodSync(join(base, 'open'), 0o777)
    expect(() => makeOwnFolder(join(base, 'open', 'closed'), 'notes')).toThrow(
      `other users may change ${join(base, 'open')}`,
    )
  })

  test('may be reached by a link of this user', () => {
    mkdirSync(join(base, 'real'))
    symlinkSync('real', join(base, 'link'))
    expect(makeOwnFolder(join(base, 'link'), 'notes')).toBe(join(base, 'real', 'notes'))
  })

  describe.skipIf(!isRoot)('where another user was first (needs root)', () => {
    test('is none, and stays as it is', () => {
      mkdirSync(join(base, 'notes'), { mode: 0o755 })
      chownSync(join(base, 'notes'), OTHER, OTHER)
      expect(make).toThrow('notes belongs to another user')
      expect(modeOf(join(base, 'notes'))).toBe('755')
      expect(findOwnFolder(base, 'notes')).toBeUndefined()
    })

    test('is none below a folder or link of theirs', () => {
      mkdirSync(join(base, 'theirs'))
      chownSync(join(base, 'theirs'), OTHER, OTHER)
      expect(() => makeOwnFolder(join(base, 'theirs'), 'notes')).toThrow(
        'theirs belongs to another user',
      )
      mkdirSync(join(base, 'real'))
      symlinkSync('real', join(base, 'link'))
      lchownSync(join(base, 'link'), OTHER, OTHER)
      expect(() => makeOwnFolder(join(base, 'link'), 'notes')).toThrow(
        'link belongs to another user',
      )
    })
  })
})

describe.skipIf(process.platform === 'win32')('a file of this user alone', () => {
  test('is written for nobody else, in one step', () => {
    const umask = process.umask(0)
    writeOwnFile(base, 'note.json', 'text')
    process.umask(umask)
    expect(modeOf(file())).toBe('600')
    expect(read()).toBe('text')
    expect(readdirSync(base)).toEqual(['note.json'])
  })

  test('takes the name of a link, and what the link names stays as it is', () => {
    writeFileSync(join(base, 'victim'), 'precious')
    symlinkSync('victim', file())
    writeOwnFile(base, 'note.json', 'text')
    expect(readFileSync(join(base, 'victim'), 'utf8')).toBe('precious')
    expect(read()).toBe('text')
  })

  test('leaves nothing behind when it cannot be written', () => {
    mkdirSync(file())
    expect(() => writeOwnFile(base, 'note.json', 'text')).toThrow('EISDIR')
    expect(readdirSync(base)).toEqual(['note.json'])
  })

  test.each<[string, () => unknown]>([
    [
      'a link',
      () => (writeFileSync(join(base, 'a'), 'text', { mode: 0o600 }), symlinkSync('a', file())),
    ],
    [
      'a second name of another file',
      () => (
        writeFileSync(join(base, 'a'), 'text', { mode: 0o600 }),
        linkSync(join(base, 'a'), file())
      ),
    ],
    ['a folder', () => mkdirSync(file())],
    ['a pipe', () => execFileSync('mkfifo', ['-m', '600', file()])],
    [
      'a file that others may read',
      () => (writeFileSync(file(), 'text'), chmodSync(file(), 0o644)),
    ],
    [
      'a file that others may write',
      () => (writeFileSync(file(), 'text'), chmodSync(file(), 0o620)),
    ],
    ['a file that is too large', () => writeFileSync(file(), 'x'.repeat(101), { mode: 0o600 })],
  ])('is not %s', (_name, plant) => {
    plant()
    expect(read()).toBeUndefined()
  })

  test.skipIf(!isRoot)('is not a file of another user (needs root)', () => {
    writeFileSync(file(), 'text', { mode: 0o600 })
    chownSync(file(), OTHER, OTHER)
    expect(read()).toBeUndefined()
  })
})
