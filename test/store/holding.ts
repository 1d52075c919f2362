// A process that opens a file, says so, and keeps it until it is ended.

import { writeSync } from 'node:fs'
import { openStart } from './steps.ts'

const [file = ''] = process.argv.slice(2)
const store = await openStart(file)
writeSync(1, 'open\n')
setInterval(() => store.datasetName(), 1000)
