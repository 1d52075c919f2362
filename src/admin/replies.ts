// The calls for the scripted replies of a user's assistants.

import { memberFor, NewReplies, type ScriptedReply, ShownReplies } from '../replies/schemas.ts'
import type { InputProblem } from '../problems/input-problem.ts'
import { quoteValue } from '../problems/problems.ts'
import type { MockControls } from './controls.ts'
import { Removed, UserQuery, userOrFirst } from './fields.ts'
import { requireRoom } from './room.ts'
import { route } from './route.ts'
import { requireNone } from './row-problems.ts'

export const replyRoutes = [
  route({
    method: 'GET',
    url: '/replies',
    operationId: 'listReplies',
    tag: 'Replies',
    summary: 'List the scripted replies of a user',
    description:
      'The replies in the order in which the mock tries them. Empty when the user has no ' +
      'scripted replies.',
    query: UserQuery,
    status: 200,
    repeatsTexts: true,
    response: ShownReplies,
    handle: ({ query }, { controls }) => ({
      replies: controls.replies.list(userOrFirst(controls, query.user).id),
    }),
  }),
  route({
    method: 'PUT',
    url: '/replies',
    operationId: 'setReplies',
    tag: 'Replies',
    summary: 'Set the scripted replies of a user',
    description:
      'The assistant sends the first reply that matches a message. Without a match, the ' +
      'assistant sends `You said: {message}`. Replaces the earlier replies.',
    query: UserQuery,
    body: NewReplies,
    memberFor,
    hasRows: true,
    status: 200,
    repeatsTexts: true,
    response: ShownReplies,
    failures: { 429: 'The replies are too long.' },
    handle: ({ query, body }, context) => {
      const { controls } = context
      const { id, dataset_id: datasetId } = userOrFirst(controls, query.user)
      const isBare = Array.isArray(body)
      const replies = isBare ? body : body.replies
      requireNone(findProblems(controls, { replies, datasetId, path: isBare ? [] : ['replies'] }))
      controls.replies.set(id, { replies, bytes: requireRoom(context) })
      return { replies: controls.replies.list(id) }
    },
  }),
  route({
    method: 'DELETE',
    url: '/replies',
    operationId: 'clearReplies',
    tag: 'Replies',
    summary: 'Remove the scripted replies of a user',
    description:
      'Returns the number of removed replies. Messages that already have an answer do not change.',
    query: UserQuery,
    status: 200,
    response: Removed,
    handle: ({ query }, { controls }) => {
      const { id } = userOrFirst(controls, query.user)
      const removed = controls.replies.list(id).length
      controls.replies.clear(id)
      return { removed }
    },
  }),
]

type Given = {
  readonly replies: readonly ScriptedReply[]
  readonly datasetId: number
  /** The path to the list in the body. */
  readonly path: readonly string[]
}

function findProblems(controls: MockControls, { replies, datasetId, path }: Given): InputProblem[] {
  const known = new Set<number | string>(
    controls.store.assistants.all(datasetId).flatMap(({ id, uuid }) => [id, uuid]),
  )
  return replies.flatMap(({ when: { assistant_id } }, index) =>
    assistant_id === undefined || known.has(assistant_id)
      ? []
      : {
          path: [...path, index, 'when', 'assistant_id'],
          message: `names ${nameOf(controls, assistant_id)}, which is no assistant of this user; see GET /__admin/assistants`,
        },
  )
}

/** Secrets are removed before the id is cut, because a cut could leave a part of one. */
const nameOf = ({ redaction }: MockControls, id: number | string): string =>
  typeof id === 'number' ? `${id}` : quoteValue(redaction.sentence(id))
