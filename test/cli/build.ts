// Bundles the command line once for a run of the tests, as it ships, and the scripts that tests run. A start from sources takes
// twice as long.

import { rolldown } from 'rolldown'
import type { TestProject } from 'vitest/node'
import config from '../../rolldown.config.ts'
import { children } from '../children.ts'

export async function setup(project: TestProject): Promise<void> {
  await bundle()
  project.onTestsRerun(bundle)
}

const [output] = [config.output].flat()
const options = { ...output, dir: 'dist/tests', minify: false }

async function bundle(): Promise<void> {
  const program = await rolldown({ ...config, input: 'src/cli/cli.ts', logLevel: 'silent' })
  await program.write(options)
  await program.close()
  const scripts = await rolldown({ ...config, input: { ...children }, logLevel: 'silent' })
  // The scripts use await at their top level, so the format is ESM.
  await scripts.write({
    ...options,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: 'chunk.[name].mjs',
  })
  await scripts.close()
}
