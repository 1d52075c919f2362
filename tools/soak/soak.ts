// Checks that the mock stays within its limits of memory and time with many users.
// For the options see `npm run soak -- --help`.

import { describeBuild } from '../bench/build-state.ts'
import { openSandbox } from '../bench/sandbox.ts'
import { type Check, toBroken } from './bounds.ts'
import { chooseCalls, runCalls } from './calls-part.ts'
import { runLoad } from './load-part.ts'
import { requireBuild } from './mock.ts'
import { help, type Options, parseOptions } from './options.ts'

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2))
  if (options.help) {
    print(help)
    return
  }
  chooseCalls(options.calls)
  requireBuild()
  const broken = toBroken(await soak(options))
  for (const sentence of broken) print(`BROKEN: ${sentence}`)
  if (broken.length > 0) process.exitCode = 1
  else print('every bound holds')
}

async function soak(options: Options): Promise<Check[]> {
  const start = performance.now()
  const readSeconds = (): number => (performance.now() - start) / 1000
  const sandbox = openSandbox()
  print(`Node.js ${process.version}, mock from ${describeBuild()}`)
  try {
    const part = { sandbox, options, readSeconds, print }
    const loaded = options.only.includes('load') ? await runLoad(part) : []
    const called = options.only.includes('calls') ? await runCalls(part) : []
    return [...loaded, ...called]
  } finally {
    sandbox.close()
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
