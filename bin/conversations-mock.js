#!/usr/bin/env node
// Plain JavaScript, so that a Node.js that is too old can still read it and say so.

const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `conversations-mock needs Node.js 22.18 or later; this is ${process.versions.node} (in a clone of the repository, "npm start" brings its own).\n`,
  )
  process.exitCode = 1
} else {
  const { enableCompileCache } = await import('node:module')
  const { existsSync } = await import('node:fs')
  const { setFlagsFromString } = await import('node:v8')
  enableCompileCache()
  // Answers are short-lived garbage. A young generation that stays small is as fast and saves some 20 MB.
  setFlagsFromString('--semi-space-growth-factor=1')
  const built = new URL('../dist/cli.bundle.js', import.meta.url)
  // A clone that was not built runs its sources.
  await import(existsSync(built) ? built.href : new URL('../src/cli.ts', import.meta.url).href)
}
