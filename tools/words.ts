// Finds phrases that are hard for readers whose first language is not English, and names that say
// too little: `node tools/words.ts`, part of `npm run check`.

import { globSync, readFileSync } from 'node:fs'
import { vagueNames } from './vague-names.ts'

type Phrase = { readonly pattern: RegExp; readonly instead: string }

const everywhere: readonly Phrase[] = [
  { pattern: /\banew\b/, instead: 'write "again"' },
  { pattern: /\bbe it\b/, instead: 'write "also"' },
  { pattern: /\btold of\b/, instead: 'write "hears of", or name the subject' },
  { pattern: /\bfor want of\b/, instead: 'write "without"' },
]

/** Patterns for comments: the first word of a comment should be its subject. */
const inComments: readonly Phrase[] = [
  {
    pattern: /^\s*(?:\/\/|\/\*\*|\*) (?:What|Who|Whoever|Whose|Those|None|Whatever|Which)\b/,
    instead: 'begin with the thing that the comment is about',
  },
]

const code = ['src/**/*.{ts,tsx}', 'tools/**/*.ts']
const kinds = [
  { files: code, phrases: [...everywhere, ...inComments] },
  { files: ['*.md', 'docs/*.md'], phrases: everywhere },
]

const problems = [
  ...kinds.flatMap(({ files, phrases }) =>
    list(files, ['src/dataset/{stream,json-reader}.ts']).flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((line, index) =>
          phrases
            .filter(({ pattern }) => pattern.test(line))
            .map(({ instead }) => `${file}:${index + 1}: ${line.trim()}\n  ${instead}`),
        ),
    ),
  ),
  ...list(code).flatMap((file) =>
    vagueNames(file, read(file)).map(
      ({ name, line }) => `${file}:${line}: ${name}\n  say of what: ListenOptions, PageAddress`,
    ),
  ),
]
if (problems.length > 0) {
  process.stdout.write(`${problems.join('\n')}\n`)
  process.exitCode = 1
}

function list(patterns: readonly string[], others: readonly string[] = []): string[] {
  const exclude = ['**/node_modules/**', 'tools/words.ts', 'tools/generators/clients/*/**']
  return globSync(patterns, { exclude: [...exclude, ...others] }).map((file) =>
    file.replaceAll('\\', '/'),
  )
}

function read(file: string): string {
  return readFileSync(file, 'utf8')
}
