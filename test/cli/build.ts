// Bundles the command line once for a run of the tests, as it ships. A start from sources takes twice as long.

import { rolldown } from 'rolldown'
import type { TestProject } from 'vitest/node'
import config from '../../rolldown.config.ts'

export async function setup(project: TestProject): Promise<void> {
  await bundle()
  project.onTestsRerun(bundle)
}

async function bundle(): Promise<void> {
  const [output] = [config.output].flat()
  const build = await rolldown({ ...config, input: 'src/cli/cli.ts', logLevel: 'silent' })
  await build.write({ ...output, dir: 'dist/tests', minify: false })
  await build.close()
}
