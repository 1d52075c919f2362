// Runs the command line in tests. It runs in this process if possible, because Node.js needs a
// second to start.

import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { main } from '../../src/cli/main.ts'

/** The bundle of the command line, for tests that start a process. build.ts writes it. */
export const cli = fileURLToPath(new URL('../../dist/tests/cli.cjs', import.meta.url))

/**
 * The environment variables that a process of a test inherits. It also reuses the compile cache of
 * Node.js.
 */
export const inherited = {
  PATH: process.env['PATH'],
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
}

export type Ended = { readonly code: number; readonly out: string; readonly err: string }

/** Runs a command to its end, as if it were started in a folder. */
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
        boundHeap: () => undefined,
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
