// Writes dataset.schema.json from the schemas of a dataset's rows. Editors use it to complete and
// check a dataset file.

import * as z from 'zod'
import { Dataset } from '../../src/dataset/dataset.ts'

export function datasetSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(Dataset, {
    target: 'draft-07',
    io: 'input',
    unrepresentable: 'any',
  })
  return `${JSON.stringify({ $schema, title: 'A dataset of conversations-mock', ...schema }, null, 2)}\n`
}
