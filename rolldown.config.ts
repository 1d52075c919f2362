// One file for the command line: a start then reads one file instead of some three hundred. It is CommonJS, because an import
// of a Node.js module from ES modules touches all its exports, and so loads what they load lazily (undici, by node:http).

import { defineConfig, type Plugin } from 'rolldown'
import { notices } from './tools/notices.ts'

const LAZY = /^node:(https|http2|dns|v8|(fs|stream)\/promises)$/

export default defineConfig({
  input: 'dist/cli/cli.js',
  platform: 'node',
  // Native, or needed only by some commands.
  external: [/^better-sqlite3$/, /^@faker-js\//, /^@fastify\/(swagger|static)/, /^yaml$/],
  plugins: [lazyModules(), notices()],
  output: {
    dir: 'dist/bundle',
    format: 'cjs',
    entryFileNames: 'cli.cjs',
    chunkFileNames: 'cli.[name].cjs',
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
