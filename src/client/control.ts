// The calls of the admin API by which a test controls a mock.

import type { DatasetInput } from '../dataset/dataset.ts'
import type { ListInput } from '../dataset/list.ts'
import { createConversationControl } from './conversations.ts'
import type { Scope } from './http.ts'
import { createJudgeControl } from './judging.ts'
import { createRequestControl, createVerify } from './requests.ts'
import type {
  AssistantControl,
  ClockControl,
  Control,
  DatasetControl,
  FaultControl,
  ReplyControl,
  ScriptControl,
  SnapshotControl,
  TrafficControl,
} from './controls.ts'
import type {
  ArmedFault,
  AssistantRow,
  ScriptedReply,
  ScriptState,
  Snapshot,
  TrafficState,
} from './wire.ts'

export function createControl(scope: Scope): Control {
  const { http, user } = scope
  return {
    async reset(parts) {
      await http.call('POST', '/reset', { query: { user }, body: parts && { parts } })
    },
    verify: createVerify(scope),
    ...createJudgeControl(scope),
    requests: createRequestControl(scope),
    conversations: createConversationControl(scope),
    faults: createFaultControl(scope),
    replies: createReplyControl(scope),
    snapshot: createSnapshotControl(scope),
    clock: createClockControl(scope),
    assistants: createAssistantControl(scope),
    dataset: createDatasetControl(scope),
    script: createScriptControl(scope),
    traffic: createTrafficControl(scope),
  }
}

function createFaultControl({ http, user }: Scope): FaultControl {
  const query = { user }
  return {
    arm: (fault) => http.call('POST', '/faults', { query, body: fault }),
    list: async () =>
      (await http.call<{ faults: ArmedFault[] }>('GET', '/faults', { query })).faults,
    find: (id) => http.find<ArmedFault>(`/faults/${id}`),
    disarm: (id) => http.call('DELETE', `/faults/${id}`),
    clear: async () =>
      (await http.call<{ removed: number }>('DELETE', '/faults', { query })).removed,
  }
}

function createReplyControl({ http, user }: Scope): ReplyControl {
  const query = { user }
  const repliesOf = async (method: 'GET' | 'PUT', body?: object): Promise<ScriptedReply[]> =>
    (await http.call<{ replies: ScriptedReply[] }>(method, '/replies', { query, body })).replies
  return {
    set: (replies) => repliesOf('PUT', replies),
    list: () => repliesOf('GET'),
    clear: async () =>
      (await http.call<{ removed: number }>('DELETE', '/replies', { query })).removed,
  }
}

function createSnapshotControl({ http, user }: Scope): SnapshotControl {
  const query = { user }
  return {
    save: (name) => http.call('PUT', pathOf(name), { query }),
    restore: (name) => http.call('POST', `${pathOf(name)}/restore`, { query }),
    list: async () =>
      (await http.call<{ snapshots: Snapshot[] }>('GET', '/snapshots', { query })).snapshots,
    delete: (name) => http.call('DELETE', pathOf(name), { query }),
  }
}

const pathOf = (name: string): string => `/snapshots/${encodeURIComponent(name)}`

function createClockControl({ http, user }: Scope): ClockControl {
  const ask = async (method: 'GET' | 'PUT' | 'DELETE', body?: object): Promise<Date> =>
    new Date((await http.call<{ now: string }>(method, '/clock', { query: { user }, body })).now)
  return {
    now: () => ask('GET'),
    freeze: (at) => ask('PUT', { is_frozen: true, now: at }),
    set: (at) => ask('PUT', { now: at }),
    advance: (seconds) => ask('PUT', { advance: seconds }),
    resume: () => ask('DELETE'),
  }
}

function createAssistantControl({ http, user }: Scope): AssistantControl {
  const query = { user, limit: 1000 }
  return {
    list: async () =>
      (await http.call<{ assistants: AssistantRow[] }>('GET', '/assistants', { query })).assistants,
  }
}

function createDatasetControl({ http, user }: Scope): DatasetControl {
  const query = { user }
  return {
    export: () => http.call('GET', '/dataset', { query }),
    replace: (dataset) =>
      http.call('PUT', '/dataset', {
        query,
        body: isDataset(dataset) ? inOrder(dataset) : dataset,
      }),
  }
}

const isDataset = (dataset: DatasetInput | ListInput): dataset is DatasetInput =>
  !Array.isArray(dataset) && !('data' in dataset)

/**
 * The server stores rows while it reads them, so users and assistants go before the rows that name
 * them.
 */
const inOrder = ({
  users,
  tokens,
  assistants,
  conversations,
  messages,
  added_messages,
  ...unknown
}: DatasetInput): object => ({
  ...unknown,
  users,
  tokens,
  assistants,
  conversations,
  messages,
  added_messages,
})

function createScriptControl({ http, user }: Scope): ScriptControl {
  const query = { user }
  return {
    run: (script) => http.call('PUT', '/script', { query, body: script }),
    state: () => http.find<ScriptState>('/script', query),
    stop: () => http.call('DELETE', '/script', { query }),
  }
}

function createTrafficControl({ http, user }: Scope): TrafficControl {
  const query = { user }
  return {
    start: (options) => http.call('PUT', '/traffic', { query, body: options }),
    state: () => http.find<TrafficState>('/traffic', query),
    stop: () => http.call('DELETE', '/traffic', { query }),
  }
}
