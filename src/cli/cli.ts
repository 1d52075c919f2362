// Runs main() with the streams, the environment and the exit of this process.

import { main } from './main.ts'
import { boundHeap } from '../system/process-memory.ts'

let workAtServing = (): void => undefined
let keptFolder: string | undefined

/**
 * Sets work to do once a mock runs, before the flags of V8 change. `folder` may keep what later
 * starts use.
 */
export function onceServing(work: () => void, folder?: string): void {
  workAtServing = work
  keptFolder = folder
}

const io = {
  stdin: () => process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  exit: (code: number): void => process.exit(code),
  boundHeap,
  onServing: (): void => workAtServing(),
  keptFolder: (): string | undefined => keptFolder,
}

void main(process.argv.slice(2), process.env, io).then((code) => {
  if (code !== undefined) process.exitCode = code
})
