// Runs main() with the streams, the environment and the exit of this process.

import { main } from './main.ts'
import { boundHeap } from '../system/process-memory.ts'

let workAtServing = (): void => undefined

/** Sets work to do once a mock runs, before the flags of V8 change. */
export function onceServing(work: () => void): void {
  workAtServing = work
}

const io = {
  stdin: () => process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  exit: (code: number): void => process.exit(code),
  boundHeap,
  onServing: (): void => workAtServing(),
}

void main(process.argv.slice(2), process.env, io).then((code) => {
  if (code !== undefined) process.exitCode = code
})
