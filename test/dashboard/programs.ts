// Programs that the dashboard prints, run as a person would run them.

import { execFile, execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Stands in for the package: what the printed program needs of it. */
const AXIOS = `export default async function axios({ method, url, headers, data }) {
  const response = await fetch(url, { method, headers, body: data })
  const text = await response.text()
  return { status: response.status, data: text }
}
`

const kinds: Readonly<Record<string, { readonly command: string; readonly file: string }>> = {
  curl: { command: 'sh', file: 'call.sh' },
  fetch: { command: process.execPath, file: 'call.mjs' },
  axios: { command: process.execPath, file: 'call.mjs' },
  Python: { command: 'python3', file: 'call.py' },
  PHP: { command: 'php', file: 'call.php' },
}

/** Whether this machine has what the language needs. */
export function canRun(language: string): boolean {
  const { command = '' } = kinds[language] ?? {}
  if (command === process.execPath) return true
  try {
    execFileSync(language === 'curl' ? 'curl' : command, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** What the program writes to its output. */
export async function runProgram(language: string, text: string): Promise<string> {
  const { command = '', file = '' } = kinds[language] ?? {}
  const folder = await mkdtemp(join(tmpdir(), 'program-'))
  try {
    const axios = join(folder, 'node_modules', 'axios')
    await mkdir(axios, { recursive: true })
    await writeFile(join(axios, 'package.json'), '{"name":"axios","main":"index.mjs"}')
    await writeFile(join(axios, 'index.mjs'), AXIOS)
    await writeFile(join(folder, file), text)
    return (await run(command, [join(folder, file)], { cwd: folder })).stdout
  } finally {
    await rm(folder, { recursive: true })
  }
}
