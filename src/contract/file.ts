// The OpenAPI documents as they ship.

import { readFile } from 'node:fs/promises'
import { assetUrl } from '../system/assets.ts'

/** Of the emulated API, and of the admin API. */
export const documents = {
  openapi: assetUrl('openapi.yaml'),
  'openapi-admin': assetUrl('src/admin/openapi.yaml'),
} as const
export type DocumentName = keyof typeof documents

/** The text of a document in YAML, or the same document as JSON text. */
export async function readDocument(name: DocumentName, format: 'yaml' | 'json'): Promise<string> {
  const text = await readFile(documents[name], 'utf8')
  if (format === 'yaml') return text
  const { parse } = await import('yaml')
  return `${JSON.stringify(parse(text), null, 2)}\n`
}
