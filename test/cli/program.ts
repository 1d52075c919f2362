// Running the command line in tests: in this process where that is enough, for a start of Node.js takes a second.

import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { main } from '../../src/cli/main.ts'

/** What Node.js is given to run the command line in a process: see build.ts. */
export const cli = fileURLToPath(new URL('../../dist/tests/cli.cjs', import.meta.url))

/** What a process that a test starts has of this one's environment. What Node.js compiled once it need not compile again. */
export const inherited = {
  PATH: process.env['PATH'],
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
}

export type Ended = { readonly code: number; readonly out: string; readonly err: string }

/** Runs a command to its end, as if it had been started in a folder. */
export async function runIn(
  folder: string,
  argv: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const written = Promise.all([text(stdout), text(stderr)])
  const before = process.cwd()
  process.chdir(folder)
  try {
    const code =
      (await main(argv, env, {
        stdout,
        stderr,
        exit: () => undefined,
        onServing: () => undefined,
      })) ?? 0
    stdout.end()
    stderr.end()
    const [out, err] = await written
    return { code, out, err }
  } finally {
    process.chdir(before)
  }
}
