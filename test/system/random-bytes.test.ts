import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { randomBytes } from '../../src/system/random-bytes.ts'
import { atFileEnd } from '../file-end.ts'

const folder = mkdtempSync(join(tmpdir(), 'random-bytes-'))
atFileEnd(() => rmSync(folder, { recursive: true }))

test('bytes differ at each call', () => {
  const texts = Array.from({ length: 100 }, () => randomBytes(16).toString('hex'))
  expect(new Set(texts).size).toBe(100)
  expect(texts.every((text) => text.length === 32)).toBe(true)
})

test('a file in place of the device is not taken for random', () => {
  const file = join(folder, 'planted')
  writeFileSync(file, 'a'.repeat(1000))
  const bytes = randomBytes(16, file)
  expect(bytes).toHaveLength(16)
  expect(bytes.toString()).not.toBe('a'.repeat(16))
})

test('a system without the device has random bytes as well', () => {
  expect(randomBytes(16, join(folder, 'missing'))).toHaveLength(16)
})
