// Markdown for generated pages.

/** The first line of a fully generated page. */
export const GENERATED = '<!-- `npm run docs` writes this page from the code. -->'

export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map(cell).join(' | ')} |`)
    .join('\n')

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

export const codeOf = (language: string, lines: string): string =>
  `\`\`\`${language}\n${lines}\n\`\`\``

export const page = (...parts: readonly string[]): string =>
  `${[GENERATED, ...parts].join('\n\n')}\n`
