import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

async function run(args: readonly string[]): Promise<string> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    env,
    timeout: 110_000,
  })
  return stdout + stderr
}

test(
  'with all that node:test fakes, a mock does all that its handle can',
  { timeout: 120_000 },
  async () => {
    expect(await run(['--test', pathOf('node-test.ts')])).toMatch(/^. pass 2$/m)
  },
)

test(
  'a mock that was loaded after the timers were faked says so',
  { timeout: 120_000 },
  async () => {
    const script = `
    import { mock } from 'node:test'
    mock.timers.enable()
    const { startMock } = await import(${JSON.stringify(new URL('../../src/index.ts', import.meta.url))})
    await startMock().catch(({ name, message }) => console.log(name + ': ' + message))`
    expect(await run(['--input-type=module', '--eval', script])).toBe(
      'ConfigError: the timers were faked before conversations-mock was loaded; import it first, and fake them after that\n',
    )
  },
)
