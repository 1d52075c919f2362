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

type Kind = {
  readonly command: string
  readonly ending: string
  /** A program that runs those in the files, one after the other. */
  readonly runAll: (files: readonly string[]) => string
}

const javascript: Kind = {
  command: process.execPath,
  ending: 'mjs',
  runAll: (files) => files.map((file) => `await import('./${file}')`).join('\n'),
}

const kinds: Readonly<Record<string, Kind>> = {
  curl: {
    command: 'sh',
    ending: 'sh',
    runAll: (files) => files.map((file) => `. ./${file}`).join('\n'),
  },
  fetch: javascript,
  axios: javascript,
  Python: {
    command: 'python3',
    ending: 'py',
    runAll: (files) =>
      ['import runpy', ...files.map((file) => `runpy.run_path('${file}')`)].join('\n'),
  },
  PHP: {
    command: 'php',
    ending: 'php',
    runAll: (files) =>
      `<?php\n${files.map((file) => `(function () { include '${file}'; })();`).join('\n')}`,
  },
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

/** What a program writes to its output. */
export const runProgram = (language: string, text: string): Promise<string> =>
  runPrograms(language, [text])

/** What programs write to their output. One process runs them all, for its start takes longer than they do. */
export async function runPrograms(language: string, texts: readonly string[]): Promise<string> {
  const kind = kinds[language]
  if (!kind) throw new Error(`there is no language ${language}`)
  const folder = await mkdtemp(join(tmpdir(), 'program-'))
  try {
    const axios = join(folder, 'node_modules', 'axios')
    await mkdir(axios, { recursive: true })
    await writeFile(join(axios, 'package.json'), '{"name":"axios","main":"index.mjs"}')
    await writeFile(join(axios, 'index.mjs'), AXIOS)
    const files = texts.map((_, index) => `call-${index}.${kind.ending}`)
    for (const [index, file] of files.entries())
      await writeFile(join(folder, file), texts[index] ?? '')
    const all = `all.${kind.ending}`
    await writeFile(join(folder, all), kind.runAll(files))
    return (await run(kind.command, [join(folder, all)], { cwd: folder })).stdout
  } finally {
    await rm(folder, { recursive: true })
  }
}
