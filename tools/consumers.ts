// Tests projects that depend on the packed package:
// `node tools/consumers.ts PACKAGE.tgz [MANAGER ...]`. Each package manager installs it twice. The
// second time it uses its lock file, where nothing can be compiled. Then TypeScript and Jest use
// the package. By default all package managers run; some of them come from the registry.

import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'

const [given = '', ...names] = process.argv.slice(2)
const wanted = names.filter((name) => name !== '')
const packed = resolve(given)
const root = resolve(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'consumers-'))

/**
 * An environment in which node-gyp finds neither Python nor headers. It drops the settings of the
 * npm that runs this script.
 */
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
  // Yarn starts the first Node.js in PATH.
  PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
  NODE_GYP_FORCE_PYTHON: '/nowhere',
  npm_config_nodedir: '/nowhere',
}

type Manager = {
  readonly name: string
  /** The package that holds the command. Without a package, the installed npm is used. */
  readonly package?: string
  readonly command: string
  readonly first: string
  readonly again: string
  /** The command that runs Node.js, unless it is `node`. */
  readonly node?: string
  readonly files?: Readonly<Record<string, string>>
}

const npm = { command: 'npm', first: 'install', again: 'ci' }
const yarn = {
  package: '@yarnpkg/cli-dist@4.18.1',
  command: 'yarn',
  first: 'install --no-immutable',
  again: 'install --immutable',
}
const managers: readonly Manager[] = [
  { ...npm, name: 'npm at hand' },
  { ...npm, name: 'npm 10', package: 'npm@10.9.8' },
  { ...npm, name: 'npm 11', package: 'npm@11.21.2' },
  { ...npm, name: 'npm 12', package: 'npm@12.2.2' },
  {
    name: 'pnpm',
    package: 'pnpm@12.21.0',
    command: 'pnpm',
    first: 'install',
    again: 'install --frozen-lockfile',
  },
  { ...yarn, name: "yarn with Plug'n'Play", node: 'node' },
  {
    ...yarn,
    name: 'yarn with node_modules',
    files: { '.yarnrc.yml': 'nodeLinker: node-modules\n' },
  },
]

const script = `
const { startMock } = require('conversations-mock')
startMock({ generate: 40 }).then(async (mock) => {
  const headers = { authorization: 'Bearer ' + mock.token('page') }
  const answer = await fetch(mock.url + '/api/user/conversations', { headers })
  if ((await answer.json()).total !== 40) throw new Error('the mock answers ' + answer.status)
  await mock.close()
})`

const compilers = {
  'TypeScript 7': 'typescript/bin/tsc',
  'TypeScript 5.9': 'dts-bundle-generator/node_modules/typescript/bin/tsc',
}

try {
  for (const manager of managers)
    if (wanted.length === 0 || wanted.includes(manager.name)) installWith(manager)
  const project = join(folder, 'npm at hand')
  checkTypes(project)
  runJest(project)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function installWith({ name, command, first, again, node, files = {}, ...manager }: Manager): void {
  const project = join(folder, name)
  mkdirSync(project)
  const dependencies = { 'conversations-mock': `file:${packed}` }
  writeFiles(project, {
    'package.json': JSON.stringify({ name: 'consumer', private: true, dependencies }),
    'start.cjs': script,
    ...files,
  })
  const call = manager.package
    ? `npm exec --yes --package=${manager.package} -- ${command}`
    : command
  run(project, `${call} ${first}`)
  rmSync(join(project, 'node_modules'), { recursive: true, force: true })
  run(project, `${call} ${again}`)
  run(project, node ? `${call} ${node} start.cjs` : `"${process.execPath}" start.cjs`)
  report(`${name} installs it twice`)
}

/** Checks the types without the types of Node.js, of a browser or of any other package. */
function checkTypes(project: string): void {
  for (const file of ['consumer.ts', 'consumer.cts'])
    cpSync(join(root, 'test/package', file), join(project, file))
  const language = { target: 'es2022', lib: ['es2022'], types: [] }
  const checks = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false }
  const projects = {
    nodenext: { module: 'nodenext', files: ['consumer.ts', 'consumer.cts'] },
    bundler: { module: 'esnext', moduleResolution: 'bundler', files: ['consumer.ts'] },
  }
  for (const [name, { files, ...resolution }] of Object.entries(projects)) {
    const compilerOptions = { ...language, ...checks, ...resolution, noEmit: true }
    writeFiles(project, {
      [`tsconfig.${name}.json`]: JSON.stringify({ compilerOptions, files }),
    })
    for (const [compiler, path] of Object.entries(compilers)) {
      const tsc = join(root, 'node_modules', path)
      run(project, `"${process.execPath}" "${tsc}" -p tsconfig.${name}.json`)
      report(`${compiler} checks it with ${name}`)
    }
  }
}

function runJest(project: string): void {
  cpSync(join(root, 'test/package/jest.test.js'), join(project, 'jest.test.js'))
  run(project, 'npm install --no-save jest@30')
  run(project, `"${process.execPath}" node_modules/jest/bin/jest.js`)
  report('Jest requires it')
}

function writeFiles(project: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text)
}

function run(cwd: string, command: string): void {
  const { status, stdout, stderr } = spawnSync(command, {
    cwd,
    env,
    shell: true,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${command} ended with ${status}\n${stdout}\n${stderr}`)
}

function report(line: string): void {
  process.stdout.write(`${line}\n`)
}
