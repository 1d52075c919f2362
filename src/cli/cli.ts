// Runs main() with the streams, the environment and the exit of this process.

import { main } from './main.ts'
import { boundHeap } from '../system/process-memory.ts'

const io = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  exit: (code: number): void => process.exit(code),
  onServing: boundHeap,
}

void main(process.argv.slice(2), process.env, io).then((code) => {
  if (code !== undefined) process.exitCode = code
})
