// The calls for one request of the journal: its fields, its body, and the answer that it got.

import { describeResponse } from '../journal/answers.ts'
import { describeEntry } from '../journal/description.ts'
import type { Entry } from '../journal/entry.ts'
import { type RequestEntry, RequestInFull, SentResponse } from '../journal/schemas.ts'
import type { MockControls } from './controls.ts'
import { AdminFailure, notFound } from './failure.ts'
import { IdParams } from './fields.ts'
import { type CallContext, route } from './route.ts'

const WHAT_IS_KEPT =
  'only the newest are, none above 256 KiB, and none that may hold a credential of the request'

export const oneRequestRoutes = [
  route({
    method: 'GET',
    url: '/requests/:id',
    operationId: 'getRequest',
    tag: 'Requests',
    summary: 'Get a request',
    description:
      'The id is the journal id that lists, findings and the stream show. Only this call ' +
      'returns the body of the request.',
    params: IdParams,
    status: 200,
    repeatsTexts: true,
    response: RequestInFull,
    failures: { 404: 'There is no such request, or it has left the journal.' },
    handle: ({ params: { id } }, context) => ({
      ...describer(context)(requireEntry(context.controls, id)),
      body: context.controls.journal.findBody(id),
    }),
  }),
  route({
    method: 'GET',
    url: '/requests/:id/response',
    operationId: 'getSentResponse',
    tag: 'Requests',
    summary: 'Get the answer to a request',
    description:
      'The journal keeps the newest responses. Responses and request bodies together take ' +
      'about 1 MiB. Responses above 256 KiB, or with a possible credential of the request, ' +
      'are not kept.',
    params: IdParams,
    status: 200,
    response: SentResponse,
    failures: { 404: 'There is no such request, nothing was sent, or the answer is not kept.' },
    handle: ({ params: { id } }, { controls }) => {
      const { method, status } = requireEntry(controls, id)
      if (status === null)
        throw new AdminFailure(404, `request ${id} got no answer: a fault closed its connection`)
      const sent = controls.journal.findAnswer(id)
      if (!sent)
        throw new AdminFailure(404, `the answer to request ${id} is not kept: ${WHAT_IS_KEPT}`)
      return describeResponse(sent, method)
    },
  }),
]

function requireEntry({ journal }: MockControls, id: number): Entry {
  const entry = journal.find(id)
  if (!entry) throw notFound(`request ${id} in the journal`, 'GET /__admin/requests')
  return entry
}

/** Returns the function that describes entries of the journal to this caller. */
export const describer =
  ({ baseUrl, controls }: CallContext) =>
  (entry: Entry): RequestEntry =>
    describeEntry(entry, baseUrl, controls.replica)
