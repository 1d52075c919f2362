// The handle of a running mock, as tests hold it.

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
 * The parts that a test can steer, of the whole server or of one user. On the server's handle `conversations`, `snapshot`, `replies`,
 * `script` and `traffic` are those of its first user. A refusal of the server rejects with an AdminError.
 */
export type Control = JudgeControl & {
  /** Back to how everything was at the start, or only some parts of it. */
  reset(parts?: readonly Part[]): Promise<void>
  readonly faults: FaultControl
  readonly replies: ReplyControl
  readonly requests: RequestControl
  /**
   * Resolves to the newest 20 of the requests that match, or rejects with a VerificationError that says what came close.
   * Without `times` one such request is enough.
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

/** The judgement on the requests that the journal remembers. A walk that was not continued counts as over. */
export type JudgeControl = {
  walks(query?: WalkQuery): Promise<WalkView[]>
  /** The gravest first, without those that are silenced. */
  findings(query?: FindingQuery): Promise<Finding[]>
  report(query?: FindingQuery): Promise<Report>
  /**
   * Rejects with a FindingsError, whose message is the readable report, for findings of this severity (`warning`) or a graver one;
   * with `requireRequests` also when the list was never requested.
   */
  expectClean(query?: FindingQuery & { requireRequests?: boolean }): Promise<void>
  /** From now on the rule does not count, for this user or for the whole run; reports show the reason. */
  silence(rule: RuleId, reason: string): Promise<void>
  /** Rejects when it is not silent. */
  unsilence(rule: RuleId): Promise<void>
}

export type FaultControl = {
  /** Arms a fault, after those that are armed already. */
  arm(fault: Fault): Promise<ArmedFault>
  list(): Promise<ArmedFault[]>
  /** Undefined also for a fault that has been disarmed. */
  find(id: number): Promise<ArmedFault | undefined>
  disarm(id: number): Promise<void>
  /** Disarms all; tells how many there were. */
  clear(): Promise<number>
}

/** The replies of assistants: the first that fits a message, otherwise `You said: {message}`. */
export type ReplyControl = {
  /** Replaces the replies that were there. */
  set(replies: readonly NewReply[]): Promise<ScriptedReply[]>
  list(): Promise<ScriptedReply[]>
  /** Forgets all; tells how many there were. */
  clear(): Promise<number>
}

export type RequestControl = {
  list(query?: RequestQuery): Promise<RequestEntry[]>
  count(query?: RequestFilter): Promise<number>
  /** Undefined also for a request that has left the journal. */
  find(id: number): Promise<RequestInFull | undefined>
  /** The answer; undefined when it is no longer kept, and when nothing was sent. */
  response(id: number): Promise<SentResponse | undefined>
  /** Forgets all; tells how many there were. */
  clear(): Promise<number>
  /**
   * Requests as they are made. Begins with what is made after the stream was first asked for an entry, or right after the
   * entry whose id is `after` (0: with the oldest that is remembered). A connection that breaks is resumed where it broke. Ends when
   * `signal` is aborted and when the handle is closed; rejects when the mock stays away.
   */
  stream(
    query?: StreamQuery,
    options?: { signal?: AbortSignal },
  ): AsyncIterableIterator<RequestEntry>
}

export type StreamQuery = RequestFilter & Pick<RequestQuery, 'after'>

export type SnapshotControl = {
  /** Replaces one of the same name. */
  save(name: string): Promise<Snapshot>
  restore(name: string): Promise<Snapshot>
  list(): Promise<Snapshot[]>
  delete(name: string): Promise<void>
}

/** All but now() change the clock and resolve to what it shows then. */
export type ClockControl = {
  now(): Promise<Date>
  /** Stops the clock, at a time if one is given. */
  freeze(at?: Time): Promise<Date>
  /** A clock that runs runs on from there; one that is frozen stays so. */
  set(at: Time): Promise<Date>
  /** Goes on by so many seconds, or back. */
  advance(seconds: number): Promise<Date>
  /** Real time again; for a user, the server's clock again. */
  resume(): Promise<Date>
}

export type ConversationControl = {
  /** Absent fields are generated: the same for the same seed, id and given fields. */
  create(row?: PartialConversation, options?: { seed?: number }): Promise<ConversationRow>
  create(
    rows: readonly PartialConversation[],
    options?: { seed?: number },
  ): Promise<ConversationRow[]>
  /** Answers of the API: one body, several, or their rows. They stand before older rows, in their order. */
  create(list: ListInput): Promise<ConversationRow[]>
  /** The newest first, at most 100 unless `limit` says otherwise. */
  list(query?: ConversationQuery): Promise<ConversationRow[]>
  count(filters?: ConversationFilters): Promise<number>
  /** The sums: by day and type, and by assistant. Of so many days up to the newest row's, or of all. */
  statistics(query?: { days?: number }): Promise<Statistics>
  /** By number or uuid. */
  find(id: number | string): Promise<ConversationRow | undefined>
  update(id: number | string, changes: Omit<PartialConversation, 'id'>): Promise<ConversationRow>
  delete(id: number | string): Promise<void>
}

export type AssistantControl = {
  /** The first 1000 by id, with the webhooks that clients have set. */
  list(): Promise<AssistantRow[]>
}

export type DatasetControl = {
  /** For datasets that fit in memory; GET /__admin/dataset streams larger ones. */
  export(): Promise<DatasetInput>
  /**
   * All rows at once, until the next reset. A user keeps its tokens, whatever users and tokens the dataset has. A list as the API
   * answers it replaces the rows of one user, on the server's handle of the first.
   */
  replace(dataset: DatasetInput | ListInput): Promise<Replaced>
}

export type ScriptControl = {
  /** Replaces the script that was there. */
  run(script: Script): Promise<ScriptState>
  state(): Promise<ScriptState | undefined>
  stop(): Promise<void>
}

export type TrafficControl = {
  /** Replaces the traffic that was there. */
  start(options: TrafficOptions): Promise<TrafficState>
  state(): Promise<TrafficState | undefined>
  stop(): Promise<void>
}

/** Somebody with tokens. */
type Holder = Control &
  AsyncDisposable & {
    /** Origin of the server, such as http://127.0.0.1:4080 */
    readonly url: string
    /** The tokens that were valid when the handle was made. */
    readonly tokens: readonly MockToken[]
    /**
     * The text after `Bearer `: the first token, or the first of an edition or of a generation (`page`, `cursor`). Throws when there
     * is none.
     */
    token(wanted?: EditionName | Generation): string
    /**
     * Walks the list of the first token in the page and in the cursor generation. Resolves also when they differ; rejects with a
     * ComparisonError when there is nothing to compare.
     */
    compareEditions(options?: CompareOptions): Promise<Comparison>
  }

/** A user with rows, faults, requests, clock and rate limit of its own. Disposing of it deletes it. */
export type MockUser = Holder & {
  readonly id: number
  readonly name: string
  /** The dollars that the user may still spend. */
  balance(): Promise<number>
  /** Resolves to what the user may spend then. */
  setBalance(amount: number): Promise<number>
  /** Rejects for a user that came with the dataset. */
  delete(): Promise<void>
}

/** A running mock. Disposing of it closes it. */
export type Mock = Holder & {
  readonly adminToken: string
  status(): Promise<Status>
  /** Makes a user with one token for each edition, unless `editions` names fewer. */
  createUser(options?: NewUser): Promise<MockUser>
  readonly users: {
    list(): Promise<MockUser[]>
    find(id: number): Promise<MockUser | undefined>
    /** The dollars that a user may still spend; undefined for a user that does not exist. */
    balance(id: number): Promise<number | undefined>
    /** Resolves to what the user may spend then. */
    setBalance(id: number, amount: number): Promise<number>
    delete(id: number): Promise<void>
  }
  /** Ends the live streams of this handle and, when startMock() made it, the mock. */
  close(): Promise<void>
}
