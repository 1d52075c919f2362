// Sorts the test files into projects by what they import, so that no list names a file.

import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Folders of code that opens neither a port nor a file. */
const pure = /^test\/(clock|comparison|dataset|judge|php|reports|seed|walks)\//

/** Starts processes, or imports a helper that does. */
const starting =
  /'node:child_process'|\/(program|examples-runs|example-clients-runs|processes|killing|killing-sends|leaving)\.ts'/

const isFull = (file: string): boolean => file.endsWith('.full.test.ts')
const replacesModules = (text: string): boolean => text.includes('vi.mock(')

/** The kinds of test files. The first one that fits a file counts. */
const kinds: readonly { name: string; fits: (file: string, text: string) => boolean }[] = [
  // The corpus of clients, loads and large data, which take minutes.
  { name: 'full-faked', fits: (file, text) => isFull(file) && replacesModules(text) },
  { name: 'full', fits: isFull },
  { name: 'browser', fits: (_, text) => text.includes('describeInBrowser(') },
  // A replaced module must not reach the next file. The file of test/faked loads the program after
  // it has faked all. Other files may fake time and globals: test/closing.ts removes these fakes.
  {
    name: 'faked',
    fits: (file, text) => replacesModules(text) || file === 'test/faked/vitest.test.ts',
  },
  // Tests of pure code, which need no set-up file.
  {
    name: 'unit',
    fits: (file, text) => pure.test(file) && !text.includes('fetch(') && !starting.test(text),
  },
  // One project for the others, because each project compiles the program in workers of its own.
  { name: 'server', fits: () => true },
]

/** Files of a minute or more. Vitest begins with large files, but some of these are small. */
const longest = /\/((clients|calibration|capture|soak|admin)\/[^/]+|examples)\.full\.test\.ts$/

const isLong = ({ moduleId }: TestSpecification): boolean => longest.test(moduleId)

/** Begins with the longest files, so that no worker has to wait for one at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- that of a sequencer is another one
    const sorted = await super.sort(specifications)
    return [...sorted.filter(isLong), ...sorted.filter((other) => !isLong(other))]
  }
}

const files = globSync('test/**/*.test.ts').map((path) => {
  const file = path.replaceAll('\\', '/')
  const text = readFileSync(file, 'utf8')
  return { file, kind: kinds.find(({ fits }) => fits(file, text))?.name }
})

export default defineConfig({
  test: {
    globalSetup: ['test/memory-folder.ts', 'test/dashboard/build.ts'],
    // Both end a test that hangs. On a busy machine a browser or a child process takes twenty times
    // as long as on a calm one.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A condition has less time than its test, so that the report names the condition.
    expect: { poll: { timeout: 50_000 } },
    // V8 then moves new objects less often, which saves a tenth of the time.
    execArgv: ['--max-semi-space-size=64', '--min-semi-space-size=64'],
    // Many tests wait for child processes or timers. Fewer workers would leave cores idle at times.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    projects: kinds.map(({ name }) => ({
      extends: true,
      test: {
        name,
        include: files.filter(({ kind }) => kind === name).map(({ file }) => file),
        // Files of other projects start no command line.
        globalSetup: name === 'server' || name === 'full' ? ['test/cli/build.ts'] : [],
        setupFiles: name === 'unit' ? [] : ['test/fetch-in-contract.ts', 'test/closing.ts'],
        // Loading the program takes half a second. Files that leave nothing behind share a worker.
        isolate: name.endsWith('faked'),
      },
    })),
  },
})
