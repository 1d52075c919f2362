// One file for the command line: a start then reads one file instead of some three hundred.

import { defineConfig } from 'rolldown'
import { notices } from './tools/notices.ts'

export default defineConfig({
  input: 'dist/cli.js',
  platform: 'node',
  // Native, or needed only by some commands.
  external: [/^better-sqlite3$/, /^@faker-js\//, /^@fastify\/swagger/, /^yaml$/],
  plugins: [notices()],
  output: { dir: 'dist', format: 'esm', entryFileNames: 'cli.bundle.js', chunkFileNames: 'cli.bundle.[name].js' },
})
