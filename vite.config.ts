// The dashboard, built into static files that ship with the package.

import { brotliCompressSync, gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { notices } from './tools/notices.ts'

export default defineConfig({
  root: 'src/dashboard',
  // Relative, so that the page works below any path.
  base: './',
  publicDir: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [notices(), compressed()],
  resolve: {
    alias: [
      {
        find: /^.*\/system-errors\.ts$/,
        replacement: fileURLToPath(
          new URL('src/dashboard/mock/browser-errors.ts', import.meta.url),
        ),
      },
    ],
  },
  build: {
    outDir: '../../dist/dashboard',
    assetsDir: '__dashboard',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What several views share is one file, so that a view needs three requests for its code.
    rolldownOptions: {
      checks: { bundlerTimings: false },
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] } },
    },
  },
})

/** Each text also as .br and .gz, so that the server never compresses. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    enforce: 'post',
    writeBundle: {
      order: 'post',
      async handler({ dir = '' }, bundle) {
        const { writeFile } = await import('node:fs/promises')
        for (const file of Object.values(bundle)) {
          if (!/\.(?:js|css|html|svg)$/.test(file.fileName)) continue
          const text = file.type === 'chunk' ? file.code : file.source
          await writeFile(`${dir}/${file.fileName}.br`, brotliCompressSync(text))
          await writeFile(`${dir}/${file.fileName}.gz`, gzipSync(text, { level: 9 }))
        }
      },
    },
  }
}
