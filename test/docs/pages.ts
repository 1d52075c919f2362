// The pages that people read, and the blocks of code in them.

import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export const pages: readonly string[] = [
  ...globSync(['*.md', 'docs/*.md'], { cwd: root }),
].toSorted()

export const read = (page: string): string => readFileSync(`${root}/${page}`, 'utf8')

/** The blocks of a page in one language, such as `sh`. */
export const blocksOf = (page: string, language: string): string[] =>
  [...read(page).matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .filter(([, name]) => name === language)
    .map(([, , code = '']) => code)
