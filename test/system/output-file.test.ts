import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { findTarget } from '../../src/system/file-target.ts'
import { refusalOf, writeOutputFile } from '../../src/system/output-file.ts'
import { canMakeDevices, makeDevice } from '../devices.ts'
import { failureOf, open } from '../store/stores.ts'
import { createRows } from '../store/rows.ts'

const root = mkdtempSync(join(tmpdir(), 'output-file-test-'))
let folder = root
const at = (name: string): string => join(folder, name)

beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'))
})
afterAll(() => rmSync(root, { recursive: true }))

const empty = await createRows(1, 'rising with id')

function* failing() {
  yield 'half'
  throw new Error('the generator broke')
}

describe('writing a file', () => {
  test('gives it the mode that is asked for, also where it was before', async () => {
    writeFileSync(at('private.json'), 'old')
    await writeOutputFile(at('private.json'), ['new'], { mode: 0o600 })
    expect(statSync(at('private.json')).mode & 0o777).toBe(0o600)
    expect(readFileSync(at('private.json'), 'utf8')).toBe('new')
  })

  test('makes it, and leaves nothing beside it', async () => {
    await writeOutputFile(at('new.json'), ['a', 'b'])
    expect(readFileSync(at('new.json'), 'utf8')).toBe('ab')
    expect(readdirSync(folder)).toEqual(['new.json'])
  })

  test('replaces one only when all of it is there, and keeps its rights', async () => {
    writeFileSync(at('old.json'), 'old', { mode: 0o640 })
    await expect(writeOutputFile(at('old.json'), failing())).rejects.toThrow('the generator broke')
    expect(readFileSync(at('old.json'), 'utf8')).toBe('old')
    await writeOutputFile(at('old.json'), ['new'])
    expect(readFileSync(at('old.json'), 'utf8')).toBe('new')
    expect(statSync(at('old.json')).mode & 0o777).toBe(0o640)
    expect(readdirSync(folder)).toEqual(['old.json'])
  })

  test('that fails leaves no file', async () => {
    await expect(writeOutputFile(at('new.json'), failing())).rejects.toThrow('the generator broke')
    expect(readdirSync(folder)).toEqual([])
  })

  test.each(['target.json', 'none.json'])('follows a link to %s', async (target) => {
    mkdirSync(at('other'))
    writeFileSync(at('target.json'), 'old')
    symlinkSync(`../${target}`, at('other/first'))
    symlinkSync(at('other/first'), at('link'))
    await writeOutputFile(at('link'), ['new'])
    expect(readFileSync(at(target), 'utf8')).toBe('new')
    expect(readlinkSync(at('link'))).toBe(at('other/first'))
    expect(lstatSync(at('other/first')).isSymbolicLink()).toBe(true)
  })

  test('takes the longest name that there may be', async () => {
    await writeOutputFile(at('n'.repeat(255)), ['x'])
    expect(readdirSync(folder)).toEqual(['n'.repeat(255)])
  })
})

describe.skipIf(process.platform === 'win32')('on POSIX', () => {
  test('a pipe is written to, not replaced', async () => {
    execFileSync('mkfifo', [at('pipe')])
    const reader = spawn('cat', [at('pipe')], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [written] = await Promise.all([
      text(reader.stdout),
      writeOutputFile(at('pipe'), ['a', 'b']),
    ])
    expect(written).toBe('ab')
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true)
  })

  test.runIf(canMakeDevices)('a device is written to, and says that it is full', async () => {
    makeDevice(at('full'), 'full')
    await expect(writeOutputFile(at('full'), ['x'])).rejects.toHaveProperty('code', 'ENOSPC')
    expect(lstatSync(at('full')).isCharacterDevice()).toBe(true)
  })

  test.each(['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'])(
    '%s is what this process has open, whatever is behind it',
    (name) => {
      symlinkSync(name, at('link'))
      expect([findTarget(name).kind, findTarget(at('link')).kind]).toEqual(['stream', 'stream'])
    },
  )

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s in the middle leaves the file as it was',
    async (signal) => {
      writeFileSync(at('old.json'), 'old')
      const script = `
      import { writeOutputFile } from ${JSON.stringify(new URL('../../src/system/output-file.ts', import.meta.url).href)}
      const texts = function* () { for (let count = 0; ; count++) { if (count === 1000) console.log('writing'); yield 'x'.repeat(1000) } }
      await writeOutputFile(${JSON.stringify(at('old.json'))}, texts())`
      const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await once(child.stdout, 'data')
      expect(readdirSync(folder)).toHaveLength(2)
      child.kill(signal)
      expect(await once(child, 'exit')).toEqual([null, signal])
      expect(readdirSync(folder)).toEqual(['old.json'])
      expect(readFileSync(at('old.json'), 'utf8')).toBe('old')
    },
  )

  test('a circle of links is refused', () => {
    symlinkSync(at('b'), at('a'))
    symlinkSync(at('a'), at('b'))
    expect(refusalOf(at('a'))).toBe('it is a link that leads back to itself; name the file')
  })

  test.skipIf(process.getuid?.() === 0)(
    'a file that may be written is, in a folder that may not',
    async () => {
      mkdirSync(at('closed'))
      writeFileSync(at('closed/old.json'), 'old')
      chmodSync(at('closed'), 0o555)
      await writeOutputFile(at('closed/old.json'), ['new'])
      expect(readFileSync(at('closed/old.json'), 'utf8')).toBe('new')
      await expect(writeOutputFile(at('closed/new.json'), ['new'])).rejects.toHaveProperty(
        'code',
        'EACCES',
      )
      chmodSync(at('closed'), 0o755)
    },
  )
})

test.each([
  ['', 'the name is empty; name a file'],
  ['.', 'it is a folder; name a file'],
  ['none/x', 'the folder none does not exist; create it first'],
  ['package.json/x', 'a part of the path is a file and no folder; correct the path'],
  ['n'.repeat(300), 'the name is too long; choose a shorter one'],
])('a name that cannot be written is refused at once: %s', (name, reason) => {
  expect(refusalOf(name)).toBe(reason)
  if (name !== '') expect(existsSync('none')).toBe(false)
})

describe.skipIf(process.geteuid?.() !== 0)('a link of another user (needs root)', () => {
  const OTHER = 4242

  test.each([
    [0o1777, false],
    [0o777, false],
    [0o755, true],
  ])('in a folder of mode %o is followed: %s', async (mode, isFollowed) => {
    chmodSync(folder, mode)
    writeFileSync(at('precious'), 'old')
    symlinkSync('precious', at('out.json'))
    lchownSync(at('out.json'), OTHER, OTHER)
    const refusal = refusalOf(at('out.json'))
    expect(refusal === undefined).toBe(isFollowed)
    await writeOutputFile(at('out.json'), ['new']).catch(() => undefined)
    expect(readFileSync(at('precious'), 'utf8')).toBe(isFollowed ? 'new' : 'old')
    const opening = failureOf(open(empty, { file: at('out.json') }))
    if (!isFollowed) expect(await opening).toContain('a link of another user')
    await opening
  })
})
