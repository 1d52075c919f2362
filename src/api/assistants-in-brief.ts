// GET /api/user/assistants and /api/user/assistants/outbound: bare arrays of the user's assistants.

import type { Assistant } from '../dataset/assistant.ts'
import { jsonText } from '../laravel/json-answer.ts'
import type { Store } from '../store/open-store.ts'
import { outboundAssistant, shortAssistant } from './assistant-resource.ts'
import { forUser, type Handler } from './endpoint.ts'
import type { Endpoints } from './endpoints.ts'

export const listNames = ({ store }: Endpoints): Handler =>
  forUser((_call, { dataset_id }) => bareArray(allOf(store, dataset_id), shortAssistant))

export const listOutbound = ({ store }: Endpoints): Handler =>
  forUser((_call, { dataset_id }) => {
    const outbound = allOf(store, dataset_id).filter(({ type }) => type === 'outbound')
    return bareArray(outbound, outboundAssistant)
  })

const allOf = (store: Store, datasetId: number): readonly Assistant[] =>
  store.assistants.list(datasetId, { limit: -1, offset: 0 })

const bareArray = (rows: readonly Assistant[], render: (row: Assistant) => string) =>
  jsonText(200, `[${rows.map(render).join(',')}]`)
