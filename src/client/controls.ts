// The controls of a running mock: what a test can do with its faults, rows, clock and requests.

import type { JudgeControl } from './judging.ts'
import type { RequestControl, RequestVerifier } from './requests.ts'
import type { DatasetInput } from '../dataset/dataset.ts'
import type { ListInput } from '../dataset/list.ts'
import type {
  ArmedFault,
  AssistantRow,
  PartialConversation,
  ConversationFilters,
  ConversationQuery,
  ConversationRow,
  Fault,
  Part,
  Replaced,
  NewReply,
  ScriptedReply,
  Script,
  ScriptState,
  Snapshot,
  Statistics,
  Time,
  TrafficOptions,
  TrafficState,
} from './wire.ts'

/**
 * The controls of the whole server or of one user. On the server's handle `conversations`,
 * `snapshot`, `replies`, `script` and `traffic` belong to its first user. A call that the server
 * refuses rejects with an AdminError.
 */
export type Control = JudgeControl &
  RequestVerifier & {
    /** Puts everything, or only the given parts, back to the state at the start. */
    reset(parts?: readonly Part[]): Promise<void>
    readonly faults: FaultControl
    readonly replies: ReplyControl
    readonly requests: RequestControl
    readonly snapshot: SnapshotControl
    readonly clock: ClockControl
    readonly conversations: ConversationControl
    readonly assistants: AssistantControl
    readonly dataset: DatasetControl
    readonly script: ScriptControl
    readonly traffic: TrafficControl
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
