// dataset.schema.json, from the schemas of a dataset's rows: editors complete and check a dataset file by it.

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
