// A process to be killed: takes steps on a file from a number on, and says after each that it is done.

import { writeSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { openStart, takeStep } from './steps.ts'

const [file = '', first = '1'] = process.argv.slice(2)
const store = await openStart(file)
for (let number = Number(first); ; number++) {
  takeStep(store, number)
  writeSync(1, `${number}\n`)
  await nextTurn()
}
