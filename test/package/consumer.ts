// A strict consumer: every export, and the types that its calls take and give.

import {
  AdminError,
  calibrate,
  capture,
  ComparisonError,
  ConfigError,
  connect,
  DatasetError,
  drift,
  FindingsError,
  ListenError,
  LiveError,
  startMock,
  StoreError,
  VerificationError,
  type Comparison,
  type ConversationRow,
  type DatasetInput,
  type DriftReport,
  type Fault,
  type Generation,
  type Mock,
  type MockUser,
  type Options,
  type Report,
  type RequestEntry,
  type StartedMock,
} from 'conversations-mock'

export const errors = [
  AdminError,
  ComparisonError,
  ConfigError,
  DatasetError,
  FindingsError,
  ListenError,
  LiveError,
  StoreError,
  VerificationError,
].map((kind) => kind.prototype.name)

const options: Options = { edition: 'autocalls', generate: 40, rateLimit: 60, port: 0 }
// @ts-expect-error: there is no such edition.
export const misspelled: Options = { edition: 'autocall' }
// @ts-expect-error: there is no such option.
export const unknown: Options = { editions: 'autocalls' }

const dataset: DatasetInput = { users: [], tokens: [], assistants: [], conversations: [] }
const fault: Fault = { match: { nth: 2 }, effect: { type: 'status', status: 503 } }
// @ts-expect-error: a status is a number.
export const badFault: Fault = { effect: { type: 'status', status: '503' } }

export async function test(): Promise<Comparison> {
  await using mock: StartedMock = await startMock(options)
  const generation: Generation = 'cursor'
  const tokens: string[] = [mock.token(), mock.token('autocalls'), mock.token(generation)]
  const user: MockUser = await mock.createUser({
    dataset: { generate: 40 },
    editions: ['autocalls'],
  })
  await user.dataset.replace(dataset)
  await user.faults.arm(fault)
  const [row]: ConversationRow[] = await user.conversations.list({ limit: 1 })
  const type: 'test' | 'widget' | 'whatsapp' | 'api' | undefined = row?.type
  const made: RequestEntry[] = await user.verify({ status: 503 }, { exactly: 1 })
  for await (const { path } of mock.requests.stream({ status: 200 })) path.startsWith('/api')
  const report: Report = await mock.report({ level: 'error' })
  const other: Mock = await connect(mock.url, mock.adminToken)
  await other.close()
  return [tokens, type, made, report].length > 0 ? mock.compareEditions() : user.compareEditions()
}

/** The calls of docs/live.md. */
export async function compareWithLive(given: {
  live: string
  token: string
}): Promise<DriftReport> {
  const { settings } = await calibrate(given)
  await using calibrated = await startMock(settings)
  const captured = await capture(given)
  await using mock = await startMock({ dataset: captured.dataset })
  await mock.dataset.replace(captured.dataset)
  return drift({ ...given, live: calibrated.url, dataset: captured.dataset, settings })
}
