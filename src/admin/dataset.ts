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

const DatasetFile = z
  .strictObject({
    $schema: z.string().exactOptional().describe('The JSON schema of the file, for editors.'),
    users: z.array(z.looseObject({})),
    tokens: z.array(z.looseObject({})),
    assistants: z.array(z.looseObject({})),
    conversations: z.array(z.looseObject({})),
    messages: z
      .array(z.looseObject({}))
      .exactOptional()
      .describe('All messages of the conversations. When absent, earlier messages are generated.'),
    added_messages: z
      .array(z.looseObject({}))
      .exactOptional()
      .describe('Messages that follow the generated messages.'),
  })
  .meta({
    id: 'DatasetFile',
    description:
      'A dataset in the format of the files in `fixtures/`. fixtures/documented.json is a ' +
      'short example.',
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
      'A dataset file, or a list as the API returns it. A file with the rows of one user ' +
      'needs no users and tokens.',
  })

export const datasetRoutes = [
  route({
    method: 'GET',
    url: '/dataset',
    operationId: 'exportDataset',
    tag: 'Dataset',
    summary: 'Export the dataset',
    description:
      'Exports in the format of dataset files. Without `user`, exports everything that came ' +
      'with the dataset. Export each user created by POST /users separately, because their ' +
      'ids repeat. Rows are sent while they are read. When the file is damaged or rows are ' +
      'replaced meanwhile, the connection breaks. The received part is then not valid JSON.',
    query: UserQuery,
    status: 200,
    response: DatasetFile,
    *handle({ query }, { controls, reply }) {
      const users =
        query.user === undefined
          ? controls.store.users.list().filter((user) => !user.is_created)
          : [requireUser(controls, query.user)]
      yield
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
      'The body is a dataset file, whose conversations must come last. Without `user`, the ' +
      'file replaces users, tokens and rows that came with the dataset. Users created by ' +
      'POST /users stay. With `user`, the file replaces the rows of that user, which keeps ' +
      'its tokens. The body may also be a list as the API returns it. A list replaces the ' +
      'rows of `user`, or of the first user. Users and tokens stay. A reset restores the ' +
      'baseline. When one row is invalid, nothing is replaced.',
    query: UserQuery,
    body: 'stream',
    status: 200,
    response: Replaced,
    failures: {
      409: 'Rows have the same id or uuid, or an id belongs to a user created by POST /users.',
    },
    handle: async ({ query }, { controls, uploads, request }) => {
      const userId = optionalUser(controls, query.user)
      return replaceDataset(controls, userId, uploads.read(request.raw))
    },
  }),
]
