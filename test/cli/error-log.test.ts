import { expect, test } from 'vitest'
import { createErrorLog } from '../../src/cli/error-log.ts'
import { DatabaseError } from '../../src/store/database-error.ts'

const full = (file = 'a.db') => new DatabaseError('full', `cannot use ${file}: the disk is full`)

function createLines() {
  const lines: string[] = []
  const logError = createErrorLog((_level, message) => void lines.push(message), 20)
  return { lines, logError }
}

test('many failures by one cause give a line at once, and one with their number', async () => {
  const { lines, logError } = createLines()
  for (let times = 0; times < 8; times++) logError(full())
  logError(full('b.db'))
  const causes = ['cannot use a.db: the disk is full', 'cannot use b.db: the disk is full']
  expect(lines).toEqual(causes)
  const last = `${causes[0]}; 7 more failed by this within a second`
  await expect.poll(() => lines).toEqual([...causes, last])
})

test('an error that should never happen has its stack each time', () => {
  const { lines, logError } = createLines()
  for (let times = 0; times < 2; times++) logError(new TypeError('it is no function'))
  expect(lines).toHaveLength(2)
  expect(lines[1]).toMatch(/^TypeError: it is no function\n +at /)
})

test('too many open files are one line without a stack', () => {
  const { lines, logError } = createLines()
  const open = Object.assign(new Error("EMFILE: too many open files, open 'a'"), { code: 'EMFILE' })
  logError(open)
  logError(new Error('Cannot read package config a/package.json: too many open files.'))
  expect(lines).toEqual([
    'a request failed because too many files and connections are open; raise the limit (ulimit -n)',
  ])
})
