// Bundles the command line and the library: a start then reads a few files instead of some three hundred. They are CommonJS,
// because an import of a Node.js module from ES modules touches all its exports, and so loads what they load lazily (undici, by
// node:http). Jest, too, can only require CommonJS.

import { basename } from 'node:path'
import { defineConfig, type Plugin, type PluginContext } from 'rolldown'
import { ascii } from './tools/ascii.ts'
import { buildId } from './tools/build-id.ts'
import { fakerWords } from './tools/faker-words.ts'
import { lazyModules } from './tools/lazy-modules.ts'
import { lines } from './tools/lines.ts'
import { notices } from './tools/notices.ts'
import { preparedDemo } from './tools/prepared-demo.ts'
import { sqlite } from './tools/sqlite.ts'

/** Fastify requires these for schemas of routes, its own log and inject(), and no mock uses them. */
const NEVER = /^(@fastify\/(ajv|fast-json-stringify)-compiler|pino|light-my-request)$/

export default defineConfig({
  input: {
    cli: 'src/cli/cli.ts',
    index: 'src/index.ts',
    // Each thread needs a file of its own.
    'seed-worker': 'src/server/seed-worker.ts',
    'checkpoint-worker': 'src/store/checkpoint-worker.ts',
  },
  platform: 'node',
  // Needed only by some commands, and with files of their own.
  external: [/^@fastify\/(swagger|static)/, /^yaml$/, NEVER],
  // A busy machine is no reason for a warning.
  checks: { bundlerTimings: false },
  plugins: [
    lazyModules(),
    uncheckedRoutes(),
    sqlite(),
    fakerWords(),
    notices(),
    preparedDemo(),
    ascii(),
    lines(),
    buildId(),
  ],
  output: {
    dir: 'dist/bundle',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunk.[name].cjs',
    // Jest's modules know no import() without a flag.
    dynamicImportInCjs: false,
    minify: { compress: false, mangle: false },
    codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: fileOf }] },
  },
})

/** The router checks the regular expressions of routes, and its own. No route here has one. */
function uncheckedRoutes(): Plugin {
  return {
    name: 'unchecked-routes',
    load: {
      filter: { id: /node_modules[\\/]safe-regex2[\\/]/ },
      handler: () => 'module.exports = () => true',
    },
  }
}

/**
 * Puts modules that the same entries load into one file, if the command line is one of them. By
 * default modules of different lazy imports have files of their own, and a start reads twenty.
 */
function fileOf(id: string, graph: Pick<PluginContext, 'getModuleInfo'>): string | null {
  const above = new Set([id])
  for (const each of above)
    for (const importer of graph.getModuleInfo(each)?.importers ?? []) above.add(importer)
  const entries = [...above].filter((each) => graph.getModuleInfo(each)?.isEntry === true)
  const names = entries.map((entry) => basename(entry, '.ts')).toSorted()
  return names.includes('cli') && !entries.includes(id) ? `of-${names.join('-')}` : null
}
