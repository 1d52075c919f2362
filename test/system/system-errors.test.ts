import { describe, expect, test } from 'vitest'
import { reasonOf, systemReasonOf } from '../../src/system/system-errors.ts'

const failing = (code: string): Error =>
  Object.assign(new Error(`${code}: as the system says it, open '/some/file'`), { code })

describe('the reason of an error', () => {
  test.each([
    ['ENOSPC', 'the disk is full; free some space, or name another disk'],
    ['EISDIR', 'it is a folder; name a file'],
    ['SQLITE_FULL', 'the disk is full; free some space, or name a file on another disk'],
    ['SQLITE_CORRUPT', 'the file is damaged; restore a copy, or remove it to have it made again'],
    [
      'SQLITE_CORRUPT_VTAB',
      'the file is damaged; restore a copy, or remove it to have it made again',
    ],
    ['SQLITE_IOERR_WRITE', 'the disk reports an error'],
    ['HPE_INVALID_CONSTANT', 'it does not speak HTTP'],
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'its certificate is not trusted; name its authority in NODE_EXTRA_CA_CERTS',
    ],
  ])('of the code %s is a sentence', (code, sentence) => {
    expect(reasonOf(failing(code))).toBe(sentence)
  })

  test('never names the code nor the call of the system', () => {
    for (const code of [
      'EACCES',
      'ELOOP',
      'EMFILE',
      'ENAMETOOLONG',
      'ENOTDIR',
      'EROFS',
      'ECONNREFUSED',
      'ENOTFOUND',
    ])
      expect(reasonOf(failing(code))).not.toMatch(/E[A-Z]{3}|open '/)
  })

  test.each([
    [new Error('something else'), 'something else'],
    [failing('E_OF_A_LIBRARY'), "E_OF_A_LIBRARY: as the system says it, open '/some/file'"],
    [new AggregateError([failing('ECONNREFUSED')], ''), 'AggregateError'],
    [
      Object.assign(new AggregateError([failing('ECONNREFUSED')], ''), { code: 'ECONNREFUSED' }),
      'nothing listens there',
    ],
    ['a text', 'a text'],
  ])('of any other error is its message: %o', (error, reason) => {
    expect(reasonOf(error)).toBe(reason)
  })

  test('is unknown where it is none of the system', () => {
    expect(systemReasonOf(new Error('x'))).toBeUndefined()
    expect(systemReasonOf(failing('constructor'))).toBeUndefined()
    expect(systemReasonOf(undefined)).toBeUndefined()
  })
})
