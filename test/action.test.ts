// Runs the steps of action.yml as GitHub's runner does.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { cli, inherited } from './cli/program.ts'
import { atFileEnd } from './file-end.ts'

const Step = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  if: z.enum(["inputs.command != ''", "inputs.command == ''"]),
  shell: z.literal('bash'),
  'working-directory': z.string(),
  env: z.record(z.string(), z.string()),
  run: z.string(),
})
const Action = z.object({
  inputs: z.record(z.string(), z.object({ default: z.string() })),
  outputs: z.record(z.string(), z.object({ value: z.string() })),
  runs: z.object({ using: z.literal('composite'), steps: z.array(Step) }),
})

const root = fileURLToPath(new URL('..', import.meta.url))
const action = Action.parse(parse(readFileSync(join(root, 'action.yml'), 'utf8')))

const folder = mkdtempSync(join(tmpdir(), 'action-test-'))
atFileEnd(() => rmSync(folder, { recursive: true, force: true }))
mkdirSync(join(folder, 'bin'))
const npx = join(folder, 'bin/npx')
writeFileSync(
  npx,
  `#!/usr/bin/env bash
[ "$1 $2" = '--yes conversations-mock' ] || { echo "npx $*: unexpected" >&2; exit 99; }
exec "$NODE" "$CLI" "\${@:3}"
`,
)
chmodSync(npx, 0o755)

type Run = {
  readonly code: unknown
  readonly out: string
  readonly env: string
  readonly output: string
  readonly summary: string
  /** The process id of a mock that keeps running until the job ends; 0 without one. */
  readonly pid: number
}

/** Runs the steps of the action whose `if` condition is true. */
async function runAction(given: Readonly<Record<string, string>>): Promise<Run> {
  const temp = mkdtempSync(join(folder, 'run-'))
  const inputs = { ...Object.fromEntries(defaults), ...given }
  const fill = (value: string): string =>
    value.replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => inputs[name] ?? '')
  const isMet = ({ if: condition }: z.infer<typeof Step>): boolean =>
    (inputs['command'] === '') === condition.includes('==')
  const files = { GITHUB_ENV: 'env', GITHUB_OUTPUT: 'output', GITHUB_STEP_SUMMARY: 'summary' }
  let code: unknown = 0
  let out = ''
  for (const step of action.runs.steps.filter(isMet)) {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: join(root, fill(step['working-directory'])),
      env: {
        ...inherited,
        PATH: `${join(folder, 'bin')}:${inherited.PATH}`,
        NODE: process.execPath,
        CLI: cli,
        RUNNER_TEMP: temp,
        ...Object.fromEntries(
          Object.entries(files).map(([name, file]) => [name, join(temp, file)]),
        ),
        ...Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, fill(value)])),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [printed, errors, [exitCode]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ])
    out += printed + errors
    code = exitCode
    if (code !== 0) break
  }
  const read = (name: string): string =>
    existsSync(join(temp, name)) ? readFileSync(join(temp, name), 'utf8') : ''
  const [pidFile] = globSync('conversations-mock-*/pid', { cwd: temp })
  const pid = pidFile === undefined ? 0 : Number(read(pidFile))
  return { code, out, env: read('env'), output: read('output'), summary: read('summary'), pid }
}

const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default])

const LIST = '"$CONVERSATIONS_MOCK_URL/api/user/conversations'
const request = (query: string): string =>
  `curl -sSf -o /dev/null -H "Accept: application/json" -H "Authorization: Bearer $CONVERSATIONS_MOCK_TOKEN" ${LIST}?${query}"`

const hasTools = ['bash', 'curl'].every((tool) => spawnSync(tool, ['--version']).status === 0)

describe.skipIf(!hasTools || process.platform === 'win32')('the action', () => {
  test('lets a client pass that pages rightly, and writes the summary', async () => {
    const { code, out, summary } = await runAction({
      command: `${request('per_page=50')}\n${request('per_page=50&page=2')}`,
      options: '--edition nicecall\n--generate 60',
    })
    expect({ code, out }).toMatchObject({ code: 0 })
    expect(out).not.toMatch(/^::/m)
    expect(summary).toContain('conversations-mock')
  })

  test('fails for a client that pages wrongly, with annotations', async () => {
    const { code, out, summary } = await runAction({
      command: `${request('per_page=20&type=widget')}; ${request('page=2')}`,
      options: '--edition nicecall',
    })
    expect(code).toBe(1)
    expect(out).toMatch(/^::error title=conversations-mock%3A filters-lost::/m)
    expect(summary).toContain('filters-lost')
  })

  test('fails when nothing was requested', async () => {
    const { code, out } = await runAction({ command: 'true' })
    expect(code).toBe(2)
    expect(out).toMatch(/^::error title=conversations-mock%3A nothing was judged::/m)
  })

  test('keeps the exit code of the command, whose first failure ends it', async () => {
    const { code, out } = await runAction({ command: 'false | cat\necho "not $reached"' })
    expect(code).toBe(1)
    expect(out).not.toContain('not ')
  })

  test('says which option is wrong', async () => {
    const { code, out } = await runAction({ command: 'true', options: '--editon nicecall' })
    expect(code).toBe(2)
    expect(out).toContain('--editon')
  })

  test('without a command starts a mock, whose variables later steps have', async () => {
    const { code, out, env, output, pid } = await runAction({ options: '--generate 7' })
    onTestFinished(() => void process.kill(pid))
    expect({ code, out }).toMatchObject({ code: 0 })
    const variables = new Map(
      env
        .trim()
        .split('\n')
        .map((line): [string, string] => {
          const [name = '', value = ''] = line.split(/=(.*)/s)
          return [name, value]
        }),
    )
    const url = variables.get('CONVERSATIONS_MOCK_URL')
    const adminToken = variables.get('CONVERSATIONS_MOCK_ADMIN_TOKEN')
    const headers = { Authorization: `Bearer ${variables.get('CONVERSATIONS_MOCK_TOKEN')}` }
    const answer = await fetch(`${url}/api/user/conversations`, { headers })
    expect(await answer.json()).toMatchObject({ total: 7 })
    expect(variables.has('CONVERSATIONS_MOCK_TOKEN_AUTOCALLS')).toBe(true)
    expect(output).toContain(`url=${url}\n`)
    expect(output).toContain(`admin-token=${adminToken}\n`)
    expect(out).toContain(`::add-mask::${adminToken}`)
  })

  test('without a command fails when the mock cannot start', async () => {
    const { code, out } = await runAction({ options: '--port nowhere' })
    expect(code).toBe(1)
    expect(out).toMatch(/^::error title=conversations-mock::.*--port/m)
  })

  test('declares an output for everything that its step says', () => {
    const said = [...(action.runs.steps.at(-1)?.run ?? '').matchAll(/^\s*echo "([\w-]+)=/gm)]
    expect(said.map(([, name]) => name)).toEqual(Object.keys(action.outputs))
  })
})
