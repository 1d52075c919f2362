// Writes the code of the bundle in ASCII. One other character makes V8 hold a whole file in two bytes a character, so that
// a start decodes, copies and hashes twice as much.

import type { Plugin } from 'rolldown'

const OTHER = /(\\?)[^\0-\x7f]/g

/** Strings, templates and regular expressions accept the escape `\uXXXX`. */
export function ascii(): Plugin {
  return {
    name: 'ascii',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle))
        if ('code' in file) file.code = file.code.replaceAll(OTHER, escapeUnit)
    },
  }
}

function escapeUnit(text: string, backslash: string): string {
  if (backslash !== '')
    throw new Error(`the bundle escapes ${text} by a backslash, which it needs not`)
  return `\\u${text.charCodeAt(0).toString(16).padStart(4, '0')}`
}
