// The settings of the rows, and of the tokens of the first user.

import * as z from 'zod'
import type { DatasetInput } from '../dataset/dataset.ts'
import type { ListInput } from '../dataset/list.ts'
import { editionNames } from '../editions.ts'
import { flag, whole } from '../problems/given-values.ts'
import { quoteValue } from '../problems/problems.ts'
import { setting } from './setting.ts'

export const data = {
  dataset: setting(
    {
      argument: 'NAME|FILE',
      text: 'a built-in fixture (default demo), a dataset file, or answers of the API in one file or several',
      isRepeatable: true,
    },
    () =>
      z.union(
        [
          z.string().min(1),
          z.array(z.string().min(1)).min(1),
          z.custom<DatasetInput | ListInput>(
            (value) => typeof value === 'object' && value !== null,
          ),
        ],
        { error: 'must be the name of a fixture or file, a list of files, or a dataset' },
      ),
  ),
  datasetJson: setting(
    {
      argument: 'JSON',
      text: 'a dataset inline, meant for CONVERSATIONS_MOCK_DATASET_JSON',
    },
    () =>
      z
        .string()
        .min(1)
        // Node.js puts U+FFFD where an argument or variable has bytes that are not UTF-8.
        .refine((value) => !value.includes('\ufffd'), {
          error: 'holds U+FFFD, as bytes become that are not UTF-8; write it as \\ufffd',
        }),
  ),
  generate: setting({ argument: 'N', text: 'N generated conversations instead' }, () =>
    whole(0, 10_000_000),
  ),
  seed: setting(
    {
      argument: 'S',
      text: 'the number that the generator starts from, default 1',
      more: 'The same seed gives the same bytes everywhere.',
    },
    () => whole(0, 2 ** 32 - 1),
    1,
  ),
  db: setting(
    {
      argument: 'FILE',
      text: 'keep the rows in an SQLite file; default is memory',
      more: 'The mock refuses a file that holds other rows than you ask for, or that another mock uses.',
    },
    () => z.string().min(1),
  ),
  shared: setting(
    {
      text: 'of that file: several mocks may use it at the same time, each with this option',
      more: 'Each mock has a journal, faults and a clock of its own.',
    },
    () => flag,
    false,
  ),
  readOnly: setting(
    {
      text: 'of that file: change nothing in it, nor beside it',
      more: 'Calls that change rows answer 409. The mock that wrote the file must have closed it cleanly: the file of a killed mock is refused, or its `-shm` is written.',
    },
    () => flag,
    false,
  ),
  /** The tokens of the first user, each written KEY or KEY=edition. */
  key: setting(
    {
      argument: 'KEY[=EDITION]',
      text: 'a token for the first user, in place of the well-known demo keys',
      isRepeatable: true,
    },
    () =>
      z
        .union([z.string(), z.array(z.string())])
        .transform((value) => (typeof value === 'string' ? value.split(',') : value))
        .pipe(z.array(z.string().trim().transform(toKey))),
    [],
  ),
}

function toKey(
  text: string,
  context: z.RefinementCtx,
): { plain: string; edition: (typeof editionNames)[number] | null; id: number | null } {
  const [, digits, plain = '', name] =
    /^(?:(\d{1,15})\|)?([^\s,|=\x00-\x1f\x7f]+)(?:=(.*))?$/.exec(text) ?? []
  const edition = editionNames.find((known) => known === name)
  if (plain === '') context.addIssue('needs keys of the form KEY or KEY=edition, without spaces')
  else if (name !== undefined && edition === undefined)
    context.addIssue(`knows no edition ${quoteValue(name)}; there are ${editionNames.join(', ')}`)
  return { plain, edition: edition ?? null, id: digits === undefined ? null : Number(digits) }
}
