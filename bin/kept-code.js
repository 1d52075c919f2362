// Loads the bundle with code that an earlier start has compiled. Node.js keeps the code of a file as it is before its
// functions run, so each start compiles those that it calls. This keeps it with all functions that a start has called.
// Plain JavaScript.

const { createRequire, Module } = process.getBuiltinModule('node:module')
const { mkdirSync, readFileSync, renameSync, writeFileSync } = process.getBuiltinModule('node:fs')
const { basename, dirname, join } = process.getBuiltinModule('node:path')
const { Script } = process.getBuiltinModule('node:vm')

/** Returns the exports of a file of the bundle. `cache` is the folder of Node.js's compile cache. */
export function requireKept(file, cache) {
  const require = createRequire(file)
  const folder = join(cache, `conversations-mock-${read(join(dirname(file), 'build-id.txt'))}`)
  const compiled = new Map()
  require.extensions['.cjs'] = (module, name) => {
    if (dirname(name) === dirname(file)) run(module, name)
    else require.extensions['.js'](module, name)
  }
  const exports = require(file)
  exports.onceServing(() => keep(folder, compiled))
  return exports

  function run(module, name) {
    const kept = join(folder, basename(name))
    const source = Module.wrap(readFileSync(name, 'utf8'))
    const script = new Script(source, { filename: name, cachedData: read(kept) })
    if (script.cachedDataRejected !== false) compiled.set(kept, script)
    const given = [module.exports, createRequire(name), module, name, dirname(name)]
    Reflect.apply(script.runInThisContext(), module.exports, given)
  }
}

/** The first start only makes the folder: in a new container no later start may follow. */
function keep(folder, compiled) {
  try {
    if (mkdirSync(folder, { recursive: true }) !== undefined) return
    for (const [kept, script] of compiled) {
      writeFileSync(`${kept}.${process.pid}`, script.createCachedData(), { mode: 0o600 })
      renameSync(`${kept}.${process.pid}`, kept)
    }
  } catch {
    // A mock starts without kept code as well.
  }
}

/** Undefined for a file that cannot be read. */
function read(file) {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
