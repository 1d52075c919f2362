// Bundles the command line and the library: a start then reads a few files instead of some three hundred. They are CommonJS,
// because an import of a Node.js module from ES modules touches all its exports, and so loads what they load lazily (undici, by
// node:http). Jest, too, can only require CommonJS.

import { defineConfig, type Plugin } from 'rolldown'
import { notices } from './tools/notices.ts'
import { sqlite } from './tools/sqlite.ts'

const LAZY = /^node:(https|http2|dns|v8|(fs|stream)\/promises)$/

export default defineConfig({
  input: {
    cli: 'src/cli/cli.ts',
    index: 'src/index.ts',
    // A thread needs a file of its own.
    'seed-worker': 'src/server/seed-worker.ts',
  },
  platform: 'node',
  // Needed only by some commands, and with files of their own.
  external: [/^@fastify\/(swagger|static)/, /^yaml$/],
  plugins: [lazyModules(), sqlite(), notices()],
  output: {
    dir: 'dist/bundle',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunk.[name].cjs',
    // Jest's modules know no import() without a flag.
    dynamicImportInCjs: false,
    minify: { compress: false, mangle: false },
  },
})

/** What a start does not need is loaded when it is used: by other commands or, as Fastify's TLS and HTTP/2, never. */
function lazyModules(): Plugin {
  return {
    name: 'lazy-modules',
    resolveId: { filter: { id: LAZY }, handler: (id) => ({ id: `\0lazy:${id}`, external: false }) },
    load: {
      filter: { id: /^\0lazy:/ },
      handler: (id) =>
        `module.exports = new Proxy({}, { get: (_, name) => process.getBuiltinModule('${id.slice(6)}')[name] })`,
    },
  }
}
