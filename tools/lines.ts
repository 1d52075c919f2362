// Gives each statement of the bundle a line of its own. Node.js prints the line of an uncaught error, which else is 90,000
// characters long.

import type { Plugin } from 'rolldown'

export function lines(): Plugin {
  return {
    name: 'lines',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (!('code' in file)) continue
        const { code } = file
        const starts = this.parse(code).body.map(({ start }) => start)
        file.code = starts
          .map((start, index) => code.slice(index === 0 ? 0 : start, starts[index + 1]))
          .join('\n')
      }
    },
  }
}
