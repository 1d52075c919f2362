// Finds phrases that are hard for readers whose first language is not English:
// `node tools/words.ts`, part of `npm run check`.

import { globSync, readFileSync } from 'node:fs'

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

/** Patterns for names that are too vague, because each was used for several things. */
const inNames: readonly Phrase[] = [
  {
    pattern:
      /\b(?:type|interface|class|const|let|function\*?) (?:place|asked|outcome|draft|found|source|seat|door|underway|leaving|aside|owned)s?\b/i,
    instead: 'say of what: ListenOptions, CommandResult, PageAddress',
  },
]

const kinds = [
  { files: ['src/**/*.{ts,tsx}', 'tools/**/*.ts'], phrases: [...everywhere, ...inComments] },
  { files: ['src/**/*.{ts,tsx}'], phrases: inNames },
  { files: ['*.md', 'docs/*.md'], phrases: everywhere },
]

const problems = kinds.flatMap(({ files, phrases }) =>
  globSync(files, {
    exclude: [
      '**/node_modules/**',
      'tools/words.ts',
      'tools/generators/clients/*/**',
      'src/dataset/{stream,json-reader}.ts',
    ],
  }).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        phrases
          .filter(({ pattern }) => pattern.test(line))
          .map(({ instead }) => `${file}:${index + 1}: ${line.trim()}\n  ${instead}`),
      ),
  ),
)
if (problems.length > 0) {
  process.stdout.write(`${problems.join('\n')}\n`)
  process.exitCode = 1
}
