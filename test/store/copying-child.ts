// A process to be killed: takes long steps on a file from a number on, and says after each that it is done.

import { writeSync } from 'node:fs'
import { openCopied, takeLongStep } from './copying-steps.ts'

const [file = '', first = '0'] = process.argv.slice(2)
const store = await openCopied(file)
for (let number = Number(first); ; number++) {
  await takeLongStep(store, number)
  writeSync(1, `${number}\n`)
}
