#!/usr/bin/env node
// Plain JavaScript, so that a Node.js that is too old can still read it and say so.

const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `conversations-mock needs Node.js 22.18 or later; this is ${process.versions.node} (in a clone of the repository, "npm start" brings its own).\n`,
  )
  process.exitCode = 1
} else {
  // Not imported: an import of a Node.js module touches all its exports, and so loads what they load lazily.
  const { createRequire, enableCompileCache, getCompileCacheDir } =
    process.getBuiltinModule('node:module')
  const { existsSync } = process.getBuiltinModule('node:fs')
  const { fileURLToPath } = process.getBuiltinModule('node:url')
  const { makeCodeFolder, requireKept } = await import('./kept-code.js')
  // A folder of NODE_COMPILE_CACHE is enabled already.
  const own = getCompileCacheDir() === undefined ? makeCodeFolder() : undefined
  if (own !== undefined) enableCompileCache(own)
  const folder = getCompileCacheDir()
  // zod reads this when it is loaded, so before any schema exists. Code compiled for a schema pays only after many checks.
  Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
  const bundle = new URL('../dist/bundle/cli.cjs', import.meta.url)
  // A clone that was not built runs its sources.
  if (!existsSync(bundle)) await import(new URL('../src/cli/cli.ts', import.meta.url).href)
  else if (folder === undefined) createRequire(import.meta.url)('../dist/bundle/cli.cjs')
  else {
    const isStart = /^(-|serve$|exec$)/.test(process.argv[2] ?? 'serve')
    requireKept(fileURLToPath(bundle), folder, isStart)
  }
}
