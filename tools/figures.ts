// Prints figures about the readability of the code: `node tools/figures.ts [FOLDER]`, by default
// for src.

import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'rolldown/parseAst'

const [folder = 'src'] = process.argv.slice(2)
const files = globSync('**/*.{ts,tsx}', { cwd: folder }).map((name) => {
  const code = readFileSync(join(folder, name), 'utf8')
  return { name, code, lines: code.trimEnd().split('\n') }
})
const lines = files.flatMap((file) => file.lines)
const written = lines.filter((line) => line.trim() !== '')
const tooWide = (columns: number) => lines.filter((line) => line.length > columns).length
const long = files.filter((file) => file.lines.length > 200)
const functions = files.flatMap(({ name, code }) => longFunctions(name, code))
const inRoot = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`
}
function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

console.log(`files                     ${files.length}, ${lines.length} lines`)
console.log(
  `characters a line         ${(sum(written.map((line) => line.length)) / written.length).toFixed(1)}`,
)
console.log(`above 100 columns         ${share(tooWide(100), lines.length)}`)
console.log(`above 120 columns         ${share(tooWide(120), lines.length)}`)
console.log(`files in the root         ${inRoot.length}`)
console.log(
  `files above 200 lines     ${long.map(({ name, lines: { length } }) => `${name} (${length})`).join(', ') || 'none'}`,
)
console.log(
  `exports                   ${sum(files.map(({ code }) => code.match(/^export /gm)?.length ?? 0))}`,
)
console.log(`functions above 40 lines  ${functions.join(', ') || 'none'}`)

/** Finds functions longer than 40 lines. A closure counts with all its methods. */
function longFunctions(name: string, code: string): string[] {
  const names: string[] = []
  visit(parseAst(code, { lang: name.endsWith('x') ? 'tsx' : 'ts' }), undefined)
  return names

  function visit(node: unknown, called: string | undefined): void {
    if (Array.isArray(node)) for (const one of node) visit(one, called)
    else if (isNode(node)) {
      const own = nameOf(node) ?? called
      if (/Function/.test(node.type)) {
        const length = code.slice(node.start, node.end).split('\n').length
        if (length > 40) names.push(`${name} ${own ?? 'a function'} (${length})`)
      }
      for (const value of Object.values(node)) visit(value, own)
    }
  }
}

type Node = { readonly type: string; readonly start: number; readonly end: number }

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

function nameOf(node: object): string | undefined {
  const id: unknown = 'id' in node ? node.id : 'key' in node ? node.key : undefined
  return isNode(id) && 'name' in id && typeof id.name === 'string' ? id.name : undefined
}
