// Exports and replaces the dataset of the server or of one user. Rows pass through in parts, so
// memory stays small.

import * as z from 'zod'
import { ListBody } from '../dataset/list.ts'
import { ListedConversation } from '../dataset/listed-row.ts'
import { formatDataset } from '../dataset/text.ts'
import { Replaced, replaceDataset } from './dataset-replacement.ts'
import { storedRows } from '../store/stored-rows.ts'
import { AdminFailure, callerGone } from './failure.ts'
import { optionalUser, requireUser, UserQuery } from './fields.ts'
import { JSON_TYPE, streamOf } from './pieces.ts'
import { route } from './route.ts'

export const DatasetFile = z
  .strictObject({
    $schema: z.string().exactOptional().describe('For editors.'),
    users: z.array(z.looseObject({})),
    tokens: z.array(z.looseObject({})),
    assistants: z.array(z.looseObject({})),
    conversations: z.array(z.looseObject({})),
    messages: z
      .array(z.looseObject({}))
      .exactOptional()
      .describe('All that was said. Without it, what was said before is made up.'),
    added_messages: z
      .array(z.looseObject({}))
      .exactOptional()
      .describe('What was said after the messages that are made up.'),
  })
  .meta({
    id: 'DatasetFile',
    description: 'As the files in `fixtures/`; fixtures/documented.json is a short one.',
  })

export const DatasetUpload = z
  .union([
    DatasetFile.partial({ users: true, tokens: true }),
    ListBody,
    z.array(ListBody),
    z.array(ListedConversation),
  ])
  .meta({
    id: 'DatasetUpload',
    description:
      'A dataset file, where the rows of one user need no users and tokens; or a list as the API answers it.',
  })

export const datasetRoutes = [
  route({
    method: 'GET',
    url: '/dataset',
    operationId: 'exportDataset',
    tag: 'Dataset',
    summary: 'Export the dataset',
    description:
      'In the format of dataset files. Without `user` all that came with the dataset: users made by POST /users are exported one by one, for their ids repeat. Rows are sent while they are read: where the file is damaged, or rows are replaced meanwhile, the connection breaks off, and what came is no JSON.',
    query: UserQuery,
    status: 200,
    response: DatasetFile,
    handle: ({ query }, { controls, reply }) => {
      const users =
        query.user === undefined
          ? controls.store.users.list().filter((user) => !user.is_created)
          : [requireUser(controls, query.user)]
      const rows = streamOf(formatDataset(storedRows(controls.store, users, callerGone)))
      rows.on('error', (error) => void (error instanceof AdminFailure || controls.report(error)))
      return reply.type(JSON_TYPE).send(rows)
    },
  }),
  route({
    method: 'PUT',
    url: '/dataset',
    operationId: 'replaceDataset',
    writesRows: true,
    tag: 'Dataset',
    summary: 'Replace the dataset',
    description:
      'With a dataset file, whose conversations come last. Without `user`: users, tokens and rows that came with the dataset; users made by POST /users stay. With `user`: the rows of that user, which keeps its tokens. A list as the API answers it replaces the rows of one user, the first unless `user` names one; users and tokens stay. A reset brings the baseline back. Refused as a whole when a row is wrong.',
    query: UserQuery,
    body: 'stream',
    status: 200,
    response: Replaced,
    failures: { 409: 'Rows with the same id or uuid, or an id of a user made by POST /users.' },
    handle: async ({ query }, { controls, request }) => {
      const userId = optionalUser(controls, query.user)
      // A half-read body closes the connection by default, and the caller would not see a refusal.
      return replaceDataset(controls, userId, request.raw.iterator({ destroyOnReturn: false }))
    },
  }),
]
