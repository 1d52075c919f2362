// Reads the OpenAPI documents of the package, whole or for one edition.

import { readFile } from 'node:fs/promises'
import type { EditionName } from '../editions.ts'
import { assetUrl } from '../system/assets.ts'

/** The files of the emulated API's document and of the admin API's document. */
export const documents = {
  openapi: assetUrl('openapi.yaml'),
  'openapi-admin': assetUrl('src/admin/openapi.yaml'),
} as const
export type DocumentName = keyof typeof documents
export type DocumentFormat = 'yaml' | 'json'

/** The text of a document, as YAML or as JSON. */
export async function readDocument(name: DocumentName, format: DocumentFormat): Promise<string> {
  const text = await readFile(documents[name], 'utf8')
  if (format === 'yaml') return text
  const { parse } = await import('yaml')
  return toJson(parse(text))
}

/** The contract of the emulated API for one edition. */
export async function readEditionDocument(
  edition: EditionName,
  format: DocumentFormat,
): Promise<string> {
  const { contractOf } = await import('./of-edition.ts')
  const document = contractOf(edition, await readDocument('openapi', 'json'))
  if (format === 'json') return toJson(document)
  const { stringify } = await import('yaml')
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })
}

const toJson = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`
