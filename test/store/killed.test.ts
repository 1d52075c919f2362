import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { childPath } from '../children.ts'
import { expectWholeSteps } from './killing.ts'
import { createRows } from './rows.ts'
import { listed, newFile, open } from './stores.ts'

test('a process that is killed leaves each step whole or undone, and none that it said was done undone', () =>
  expectWholeSteps(3))

test.each([200, 400])(
  'a file whose filling was killed after row %i is filled again',
  async (row) => {
    const file = newFile()
    const child = spawn(process.execPath, [childPath('filling'), file, String(row)], {
      stdio: 'inherit',
    })
    expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
    expect(listed(await open(await createRows(400, 'rising with id'), { file }))).toHaveLength(332)
  },
)
