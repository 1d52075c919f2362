// The types of the handle by which tests control a running mock.

import type { Comparison } from '../comparison/compare.ts'
import type { CompareOptions } from '../comparison/compare-editions.ts'
import type { DatasetInput } from '../dataset/dataset.ts'
import type { ListInput } from '../dataset/list.ts'
import type { EditionName, Generation } from '../editions.ts'
import type { MockToken } from '../server/server.ts'
import type {
  ArmedFault,
  AssistantRow,
  PartialConversation,
  ConversationFilters,
  ConversationQuery,
  ConversationRow,
  Fault,
  Finding,
  FindingQuery,
  NewUser,
  Part,
  Replaced,
  NewReply,
  Report,
  RequestEntry,
  RequestInFull,
  RequestFilter,
  RequestQuery,
  RuleId,
  ScriptedReply,
  Script,
  ScriptState,
  SentResponse,
  Snapshot,
  Statistics,
  Status,
  Time,
  Times,
  TrafficOptions,
  TrafficState,
  WalkQuery,
  WalkView,
} from './wire.ts'

/**
 * The controls of the whole server or of one user. On the server's handle `conversations`,
 * `snapshot`, `replies`, `script` and `traffic` belong to its first user. A call that the server
 * refuses rejects with an AdminError.
 */
export type Control = JudgeControl & {
  /** Puts everything, or only the given parts, back to the state at the start. */
  reset(parts?: readonly Part[]): Promise<void>
  readonly faults: FaultControl
  readonly replies: ReplyControl
  readonly requests: RequestControl
  /**
   * Resolves to the newest 20 of the requests that match. Rejects with a VerificationError that
   * shows the requests that almost match. Without `times` one matching request is enough.
   */
  verify(request: RequestFilter, times?: Times): Promise<RequestEntry[]>
  readonly snapshot: SnapshotControl
  readonly clock: ClockControl
  readonly conversations: ConversationControl
  readonly assistants: AssistantControl
  readonly dataset: DatasetControl
  readonly script: ScriptControl
  readonly traffic: TrafficControl
}

/** The judgement on the requests in the journal. A walk that did not continue counts as over. */
export type JudgeControl = {
  walks(query?: WalkQuery): Promise<WalkView[]>
  /** The findings that are not silenced, the most severe first. */
  findings(query?: FindingQuery): Promise<Finding[]>
  report(query?: FindingQuery): Promise<Report>
  /**
   * Rejects with a FindingsError when there is a finding of the severity `level` (default
   * `warning`) or a more severe one. Its message is the readable report. With `requireRequests` it
   * also rejects when no client requested the list.
   */
  expectClean(query?: FindingQuery & { requireRequests?: boolean }): Promise<void>
  /** Silences a rule from now on, for this user or the whole server. Reports show the reason. */
  silence(rule: RuleId, reason: string): Promise<void>
  /** Rejects when the rule is not silenced. */
  unsilence(rule: RuleId): Promise<void>
}

export type FaultControl = {
  /** Adds a fault after the faults that are armed already. */
  arm(fault: Fault): Promise<ArmedFault>
  list(): Promise<ArmedFault[]>
  /** Resolves to undefined when no such fault exists, or when it was disarmed. */
  find(id: number): Promise<ArmedFault | undefined>
  disarm(id: number): Promise<void>
  /** Disarms all faults and resolves to their number. */
  clear(): Promise<number>
}

/**
 * The replies of assistants. The first one that matches a message counts; otherwise the reply is
 * `You said: {message}`.
 */
export type ReplyControl = {
  /** Replaces all earlier replies. */
  set(replies: readonly NewReply[]): Promise<ScriptedReply[]>
  list(): Promise<ScriptedReply[]>
  /** Removes all replies and resolves to their number. */
  clear(): Promise<number>
}

export type RequestControl = {
  list(query?: RequestQuery): Promise<RequestEntry[]>
  count(query?: RequestFilter): Promise<number>
  /** Resolves to undefined when the journal does not hold the request, or no longer holds it. */
  find(id: number): Promise<RequestInFull | undefined>
  /** The answer; undefined when the journal no longer keeps it, or when the mock sent nothing. */
  response(id: number): Promise<SentResponse | undefined>
  /** Removes all requests and resolves to their number. */
  clear(): Promise<number>
  /**
   * Yields requests as clients make them. It starts when the first entry is awaited, or after the
   * entry with the id `after`; 0 means the oldest entry in the journal. After a broken connection
   * it continues at the same place. It ends when `signal` aborts or the handle is closed, and
   * rejects when the mock stays unreachable.
   */
  stream(
    query?: StreamQuery,
    options?: { signal?: AbortSignal },
  ): AsyncIterableIterator<RequestEntry>
}

export type StreamQuery = RequestFilter & Pick<RequestQuery, 'after'>

export type SnapshotControl = {
  /** Replaces a snapshot of the same name. */
  save(name: string): Promise<Snapshot>
  restore(name: string): Promise<Snapshot>
  list(): Promise<Snapshot[]>
  delete(name: string): Promise<void>
}

/** All methods except now() change the clock and resolve to its new time. */
export type ClockControl = {
  now(): Promise<Date>
  /** Stops the clock at the given time, or at its current time. */
  freeze(at?: Time): Promise<Date>
  /** Sets the time. A running clock continues from there; a frozen clock stays frozen. */
  set(at: Time): Promise<Date>
  /** Moves the clock forward, or back for a negative number. */
  advance(seconds: number): Promise<Date>
  /** Sets a server's clock to real time again, and a user's clock to that of the server. */
  resume(): Promise<Date>
}

export type ConversationControl = {
  /** The mock generates absent fields. The same seed, id and given fields give the same values. */
  create(row?: PartialConversation, options?: { seed?: number }): Promise<ConversationRow>
  create(
    rows: readonly PartialConversation[],
    options?: { seed?: number },
  ): Promise<ConversationRow[]>
  /**
   * Takes one answer of the list, several answers, or their rows. The new rows stand before older
   * rows and keep their order.
   */
  create(list: ListInput): Promise<ConversationRow[]>
  /** The newest first; at most 100 by default. */
  list(query?: ConversationQuery): Promise<ConversationRow[]>
  count(filters?: ConversationFilters): Promise<number>
  /**
   * Counts by day and type, and by assistant. `days` ends at the day of the newest row; absent
   * means all days.
   */
  statistics(query?: { days?: number }): Promise<Statistics>
  /** Takes the numeric id or the uuid. */
  find(id: number | string): Promise<ConversationRow | undefined>
  update(id: number | string, changes: Omit<PartialConversation, 'id'>): Promise<ConversationRow>
  delete(id: number | string): Promise<void>
}

export type AssistantControl = {
  /** The first 1000 assistants by id, with the webhooks that clients have set. */
  list(): Promise<AssistantRow[]>
}

export type DatasetControl = {
  /** Reads the dataset into memory. For larger ones, GET /__admin/dataset streams it. */
  export(): Promise<DatasetInput>
  /**
   * Replaces all rows until the next reset. A user keeps its tokens and ignores the users and
   * tokens of the dataset. A list from the API replaces the rows of one user; the server's handle
   * takes the first user.
   */
  replace(dataset: DatasetInput | ListInput): Promise<Replaced>
}

export type ScriptControl = {
  /** Replaces an earlier script. */
  run(script: Script): Promise<ScriptState>
  state(): Promise<ScriptState | undefined>
  stop(): Promise<void>
}

export type TrafficControl = {
  /** Replaces earlier traffic. */
  start(options: TrafficOptions): Promise<TrafficState>
  state(): Promise<TrafficState | undefined>
  stop(): Promise<void>
}

/** A handle that has tokens: a mock or one of its users. */
type Holder = Control &
  AsyncDisposable & {
    /** The origin of the server, such as http://127.0.0.1:4080. */
    readonly url: string
    /** The tokens that were valid when the handle was made. */
    readonly tokens: readonly MockToken[]
    /**
     * The text after `Bearer `: the first token, or the first one of an edition or generation
     * (`page`, `cursor`). Throws when no token matches.
     */
    token(wanted?: EditionName | Generation): string
    /**
     * Walks through the list by page and by cursor with the first token, and compares both.
     * Differences do not reject it. It rejects with a ComparisonError when it has nothing to
     * compare.
     */
    compareEditions(options?: CompareOptions): Promise<Comparison>
  }

/**
 * A user with its own rows, faults, requests, clock and rate limit. Its disposal deletes the user.
 */
export type MockUser = Holder & {
  readonly id: number
  readonly name: string
  /** The dollars that the user can still spend. */
  balance(): Promise<number>
  /** Resolves to the new balance in dollars. */
  setBalance(amount: number): Promise<number>
  /** Rejects for a user that came with the dataset. */
  delete(): Promise<void>
}

/** A running mock. Its disposal closes it. */
export type Mock = Holder & {
  readonly adminToken: string
  status(): Promise<Status>
  /** Creates a user with one token per edition; `editions` limits these. */
  createUser(options?: NewUser): Promise<MockUser>
  readonly users: {
    list(): Promise<MockUser[]>
    find(id: number): Promise<MockUser | undefined>
    /** The dollars that a user can still spend; undefined when the user does not exist. */
    balance(id: number): Promise<number | undefined>
    /** Resolves to the new balance in dollars. */
    setBalance(id: number, amount: number): Promise<number>
    delete(id: number): Promise<void>
  }
  /**
   * Ends the live streams of this handle. It also stops the mock if startMock() made the handle.
   */
  close(): Promise<void>
}
