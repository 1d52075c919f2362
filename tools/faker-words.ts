// Keeps only the words of faker that the generator reads. All of these locales take longer to load
// than a thousand rows take to generate.

import { pathToFileURL } from 'node:url'
import type { Plugin } from 'rolldown'
import type { Words } from '../src/seed/words.ts'

/** Replaces each locale that the bundle imports by its words. */
export function fakerWords(): Plugin {
  return {
    name: 'faker-words',
    load: {
      filter: { id: /@faker-js[\\/]faker[\\/]dist[\\/]locale[\\/]\w+\.js$/ },
      async handler(id) {
        const { faker }: Locale = await import(pathToFileURL(id).href)
        const text = JSON.stringify(wordsOf(faker.definitions))
        return `export const faker = { definitions: JSON.parse(${JSON.stringify(text)}) }`
      },
    },
  }
}

type Locale = { readonly faker: { readonly definitions: Words } }

function wordsOf({ person, commerce }: Words): Words {
  const { first_name, last_name } = person
  const { department, product_name } = commerce
  return {
    person: { first_name, last_name },
    commerce: { department, product_name: { product: product_name.product } },
  }
}
