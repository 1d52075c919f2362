// Generates clients of both documents, as users do: generate.ts FOLDER

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@hey-api/openapi-ts'
import openapiTS, { astToString } from 'openapi-typescript'
import { documents } from '../../src/contract/file.ts'

const [folder = ''] = process.argv.slice(2)

for (const [name, url] of Object.entries(documents)) {
  await writeFile(join(folder, `${name}.ts`), astToString(await openapiTS(url)))
}
await createClient(
  Object.entries(documents).map(([name, url]) => ({
    input: fileURLToPath(url),
    output: join(folder, `hey-${name}`),
    logs: { level: 'error' },
  })),
)
