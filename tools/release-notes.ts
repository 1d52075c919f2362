// Prints the section of CHANGELOG.md for a version: `node tools/release-notes.ts VERSION`.

import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

export function notesOf(version: string, changelog: string): string {
  const [, ...sections] = changelog.split(/^## /m)
  const section = sections.find((text) => /^\S*/.exec(text)?.[0] === version)
  const notes = section?.slice(section.indexOf('\n')).trim()
  if (!notes) throw new Error(`CHANGELOG.md says nothing of ${version}; add "## ${version}"`)
  return `${notes}\n`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const changelog = readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8')
  process.stdout.write(notesOf(process.argv[2] ?? '', changelog))
}
