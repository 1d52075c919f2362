// GET /api/user/assistants and /api/user/assistants/outbound: JSON arrays of the user's assistants.

import type { Assistant } from '../dataset/assistant.ts'
import { jsonText } from '../laravel/json-answer.ts'
import type { Store } from '../store/open-store.ts'
import { outboundAssistant, shortAssistant } from './assistant-resource.ts'
import { forUser, type Handler } from './endpoint.ts'
import type { Application } from './application.ts'

export const listNames = ({ store, switches }: Application): Handler =>
  forUser((_call, { dataset_id }) => {
    const list = render(allOf(store, dataset_id), shortAssistant)
    return jsonText(200, switches.assistantsEnvelope ? `{"assistants":${list}}` : list)
  })

export const listOutbound = ({ store }: Application): Handler =>
  forUser((_call, { dataset_id }) => {
    const outbound = allOf(store, dataset_id).filter(({ type }) => type === 'outbound')
    return jsonText(200, render(outbound, outboundAssistant))
  })

const allOf = (store: Store, datasetId: number): readonly Assistant[] =>
  store.assistants.list(datasetId, { limit: -1, offset: 0 })

const render = (rows: readonly Assistant[], toText: (row: Assistant) => string): string =>
  `[${rows.map(toText).join(',')}]`
