// Loads the bundle with code that an earlier start has compiled. Node.js keeps the code of a file as it is before its
// functions run, so each start compiles those that it calls. This keeps it with all functions that a start has called.
// Plain JavaScript.

const { createRequire, Module } = process.getBuiltinModule('node:module')
const {
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} = process.getBuiltinModule('node:fs')
const { tmpdir } = process.getBuiltinModule('node:os')
const { basename, dirname, join } = process.getBuiltinModule('node:path')
const { Script } = process.getBuiltinModule('node:vm')

const ROOT = 0
const OTHERS_MAY_WRITE = 0o022
const STICKY = 0o1000
const PREFIX = 'conversations-mock-'
/** How many builds have kept code. Older code is removed when a new build starts first. */
const BUILDS = 4

/**
 * Returns a folder for compiled code that only this user can write to, or undefined. The folder that Node.js would choose
 * belongs to the user who came first, who could plant code in it.
 */
export function makeCodeFolder() {
  try {
    const place = realpathSync(tmpdir())
    if (ownId() !== undefined && !isSettled(place)) return undefined
    const folder = join(place, `conversations-mock-code-${ownId() ?? 'all'}`)
    // Not recursive: in a folder such as /proc, Node.js would try again without end.
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
    return isPrivate(folder) ? folder : undefined
  } catch {
    // A mock starts without compiled code as well.
    return undefined
  }
}

/**
 * Returns the exports of a file of the bundle. `cache` is the folder of Node.js's compile cache, which serves files
 * without kept code. `isStart`: the command starts a mock.
 */
export function requireKept(file, cache, isStart) {
  const require = createRequire(file)
  if (!isPrivate(cache)) return require(file)
  const id = read(join(dirname(file), 'build-id.txt'))?.toString() ?? 'unnamed'
  const folder = join(cache, `${PREFIX}${id}`)
  const isKeeping = isStart && existsSync(folder)
  const compiled = new Map()
  require.extensions['.cjs'] = (module, name) => {
    const kept = join(folder, basename(name))
    const isOwn = dirname(name) === dirname(file)
    const code = isOwn ? read(kept) : undefined
    if (code !== undefined || (isOwn && isKeeping)) run(module, { name, kept, code })
    else require.extensions['.js'](module, name)
  }
  const exports = require(file)
  exports.onceServing(
    () => {
      delete require.extensions['.cjs']
      keep(folder, compiled)
    },
    isKeeping ? folder : undefined,
  )
  return exports

  function run(module, { name, kept, code }) {
    const source = Module.wrap(readFileSync(name, 'utf8'))
    const script = new Script(source, { filename: name, cachedData: unseal(code) })
    if (script.cachedDataRejected !== false) compiled.set(kept, script)
    const given = [module.exports, createRequire(name), module, name, dirname(name)]
    Reflect.apply(script.runInThisContext(), module.exports, given)
  }
}

/**
 * The first start only makes the folder: in a new container no later start may follow. A later one keeps the code of files
 * that no start before has loaded, as of the generator.
 */
function keep(folder, compiled) {
  try {
    if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) {
      removeOldBuilds(dirname(folder))
      return
    }
    for (const [kept, script] of compiled) replace(kept, seal(script.createCachedData()))
  } catch {
    // A mock starts without kept code as well.
  }
}

function removeOldBuilds(cache) {
  const folders = readdirSync(cache)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => join(cache, name))
  const ages = new Map(folders.map((folder) => [folder, lstatSync(folder).mtimeMs]))
  const newestFirst = folders.toSorted((a, b) => ages.get(b) - ages.get(a))
  for (const folder of newestFirst.slice(BUILDS)) rmSync(folder, { recursive: true, force: true })
}

/** Leaves nothing behind when the file cannot be written whole. */
function replace(file, bytes) {
  const unfinished = `${file}.${process.pid}`
  try {
    writeFileSync(unfinished, bytes, { flag: 'wx', mode: 0o600 })
    renameSync(unfinished, file)
  } finally {
    rmSync(unfinished, { force: true })
  }
}

/**
 * V8 does not notice a damaged byte, and may then end the process. So the code stands in the file twice: a start reads the
 * second copy faster than it loads the module of Node.js for checksums.
 */
function seal(code) {
  return Buffer.concat([code, code])
}

function unseal(sealed) {
  if (sealed === undefined || sealed.length === 0) return undefined
  const code = sealed.subarray(0, sealed.length / 2)
  return code.equals(sealed.subarray(code.length)) ? code : undefined
}

/** Whether no other user but root can write to the folder, or replace it or a folder above it. On Windows each has its own. */
function isPrivate(folder) {
  if (ownId() === undefined) return true
  try {
    const { uid, mode } = lstatSync(folder)
    return uid === ownId() && (mode & OTHERS_MAY_WRITE) === 0 && isSettled(dirname(folder))
  } catch {
    return false
  }
}

/** In a sticky folder such as /tmp, each user can replace only their own files. */
function isSettled(folder) {
  const { uid, mode } = lstatSync(folder)
  if (uid !== ownId() && uid !== ROOT) return false
  if ((mode & OTHERS_MAY_WRITE) !== 0 && (mode & STICKY) === 0) return false
  return dirname(folder) === folder || isSettled(dirname(folder))
}

function ownId() {
  return process.geteuid?.()
}

/** Undefined for a file that cannot be read. A pipe in its place would otherwise be waited for. */
function read(file) {
  try {
    return readFileSync(file, { flag: constants.O_RDONLY | constants.O_NONBLOCK })
  } catch {
    return undefined
  }
}
