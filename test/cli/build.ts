// Bundles the command line once for a run of the tests, as it ships, and the scripts that tests run. A start from sources takes
// twice as long. With BUILT=1 it takes the bundles that are there.

import { existsSync } from 'node:fs'
import { rolldown } from 'rolldown'
import type { TestProject } from 'vitest/node'
import config from '../../rolldown.config.ts'
import { children } from '../children.ts'

export async function setup(project: TestProject): Promise<void> {
  if (process.env['BUILT'] !== '1' || !existsSync(folder)) await bundle()
  project.onTestsRerun(bundle)
}

const [output] = [config.output].flat()
const folder = 'dist/tests'
const options = { ...output, dir: folder, minify: false }

const input = { cli: 'src/cli/cli.ts', 'checkpoint-worker': 'src/store/checkpoint-worker.ts' }

async function bundle(): Promise<void> {
  const program = await rolldown({ ...config, input, logLevel: 'silent' })
  await program.write(options)
  await program.close()
  const scripts = await rolldown({ ...config, input: { ...children }, logLevel: 'silent' })
  // The scripts use await at their top level, so the format is ESM.
  await scripts.write({
    ...options,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: 'chunk.[name].mjs',
    // better-sqlite3 asks for its folder as CommonJS does.
    banner: 'const __dirname = import.meta.dirname',
  })
  await scripts.close()
}
