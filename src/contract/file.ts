// The contract as it ships.

import { readFile } from 'node:fs/promises'
import { assetUrl } from '../assets.ts'

export const contractUrl = assetUrl('openapi.yaml')

/** The text of openapi.yaml, or the same document as JSON text. */
export async function readContract(format: 'yaml' | 'json'): Promise<string> {
  const text = await readFile(contractUrl, 'utf8')
  if (format === 'yaml') return text
  const { parse } = await import('yaml')
  return `${JSON.stringify(parse(text), null, 2)}\n`
}
