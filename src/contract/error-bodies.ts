// The bodies of errors: JSON, and the HTML page for a client that does not ask for JSON.

import type { Content, Media } from './builder.ts'
import { errorExamples, type Example, htmlExamples } from './examples.ts'
import { ErrorMessage, Html } from './schemas.ts'

export function errorOrPage(
  error: keyof typeof errorExamples,
  name: keyof typeof htmlExamples,
): Content {
  return { ...errorBody(error), 'text/html': { switch: 'jsonErrors', ...pageBody(name) } }
}

export function errorBody(error: keyof typeof errorExamples): Content {
  return { 'application/json': { schema: ErrorMessage, examples: pick(errorExamples, error) } }
}

export function pageBody(...names: (keyof typeof htmlExamples)[]): Media {
  return { schema: Html, examples: pick(htmlExamples, ...names) }
}

export function pick<K extends string>(
  examples: Record<K, Example>,
  ...names: NoInfer<K>[]
): Record<string, Example> {
  return Object.fromEntries(names.map((name) => [name, examples[name]]))
}
