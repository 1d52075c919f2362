// Processes that are killed in the midst of their steps on a file.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import { createRandom } from '../../src/random/random.ts'
import { childPath } from '../children.ts'
import { fingerprintOf, openStart, takeStep } from './steps.ts'
import { newFile } from './stores.ts'

const MIN_STEPS = 3

type Kill = { readonly steps: number; readonly milliseconds: number }

/** Takes steps in another process until it is killed in the midst of one, after so many; gives the last one that it said was done. */
async function stepUntilKilled(
  file: string,
  first: number,
  { steps, milliseconds }: Kill,
): Promise<number> {
  const child = spawn(process.execPath, [childPath('stepping'), file, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  let done = first - 1
  for await (const line of createInterface(child.stdout)) {
    done = Number(line)
    if (done === first + steps - 1) void wait(milliseconds).then(() => child.kill('SIGKILL'))
  }
  const [, signal] = await closed
  expect(signal).toBe('SIGKILL')
  return done
}

/** What is in a file although no user, baseline or snapshot points at it. */
function strayRows(file: string): number | undefined {
  const db = new Database(file, { readonly: true })
  const pointed = `(SELECT dataset_id FROM users UNION SELECT baseline_id FROM users UNION SELECT dataset_id FROM baseline_users
    UNION SELECT dataset_id FROM snapshots)`
  const count = db
    .prepare<[], number>(`SELECT count(*) FROM conversations WHERE dataset_id NOT IN ${pointed}`)
    .pluck()
    .get()
  db.close()
  return count
}

/** Whether each step is whole or undone, and none that was said to be done is undone, after so many kills. */
export async function expectWholeSteps(kills: number): Promise<void> {
  const random = createRandom(1)
  const file = newFile()
  const model = await openStart(undefined)
  let done = 0
  for (let round = 0; round < kills; round++) {
    const said = await stepUntilKilled(file, done + 1, {
      steps: MIN_STEPS + random.below(8),
      milliseconds: random.below(12),
    })
    while (done < said) takeStep(model, ++done)
    const store = await openStart(file)
    const found = fingerprintOf(store)
    if (found !== fingerprintOf(model)) {
      takeStep(model, ++done)
      expect(found, `after step ${said}`).toBe(fingerprintOf(model))
    }
    while (strayRows(file) !== 0) await wait(5)
    expect(fingerprintOf(store)).toBe(found)
    store.close()
  }
  model.close()
  expect(done).toBeGreaterThanOrEqual(MIN_STEPS * kills)
}
