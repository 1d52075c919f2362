// Generates clients of both documents and of each edition's, as users do: generate.ts FOLDER

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createClient } from '@hey-api/openapi-ts'
import openapiTS, { astToString } from 'openapi-typescript'
import { documents, readEditionDocument } from '../../src/contract/file.ts'
import { editionNames } from '../../src/editions.ts'

const [folder = ''] = process.argv.slice(2)

/** Both documents, and that of each edition. */
const inputs: Record<string, string> = Object.fromEntries(
  Object.entries(documents).map(([name, url]) => [name, fileURLToPath(url)]),
)
for (const edition of editionNames) {
  const file = join(folder, `openapi-${edition}.json`)
  await writeFile(file, await readEditionDocument(edition, 'json'))
  inputs[`openapi-${edition}`] = file
}

for (const [name, file] of Object.entries(inputs))
  await writeFile(join(folder, `${name}.ts`), astToString(await openapiTS(pathToFileURL(file))))
await createClient(
  Object.entries(inputs).map(([name, input]) => ({
    input,
    output: join(folder, `hey-${name}`),
    logs: { level: 'error' },
  })),
)
