// The JSON types of the admin API for callers: inputs before defaults, outputs as sent.

import type * as z from 'zod'
import type { NewUser as NewUserSchema } from '../admin/users.ts'
import type { User as UserSchema } from '../admin/user-view.ts'
import type { PartialConversation as PartialSchema } from '../dataset/partial-conversation.ts'
import type { Conversation as ConversationSchema } from '../dataset/dataset.ts'
import type { FaultInput } from '../faults/fault.ts'
import type {
  JournalQuery,
  RequestFilter as RequestFilterSchema,
} from '../journal/filter-schemas.ts'
import type { Severity } from '../judge/schemas.ts'
import type { Verdict } from '../judge/walk-schemas.ts'
import type { NewReply as NewReplySchema, ShownReplies } from '../replies/schemas.ts'
import type { RuleId } from '../rule-ids.ts'
import type { NewSampleClient as NewSampleSchema } from '../samples/schemas.ts'
import type {
  Script as ScriptSchema,
  TrafficOptions as TrafficSchema,
} from '../mutations/schemas.ts'

export type { About } from '../admin/about.ts'
export type { Versions } from '../admin/changes.ts'
export type { ShownAssistant as AssistantRow } from '../admin/assistants.ts'
export type { Replaced } from '../admin/dataset-replacement.ts'
export type { Snapshot } from '../admin/snapshots.ts'
export type { Statistics } from '../admin/statistics.ts'
export type { Part, Status } from '../admin/status.ts'
export type { ArmedFault } from '../faults/fault.ts'
export type { RequestEntry, RequestInFull, SentResponse } from '../journal/schemas.ts'
export type { Verification } from '../journal/verification-schemas.ts'
export type { Finding, Report, Severity } from '../judge/schemas.ts'
export type { Verdict, Walk as WalkView } from '../judge/walk-schemas.ts'
export type { RuleId } from '../rule-ids.ts'
export type { ScriptState, TrafficState } from '../mutations/schemas.ts'
export type { SampleClients, SampleRun } from '../samples/schemas.ts'

/** The settings of a sample client to start. */
export type NewSampleClient = z.input<typeof NewSampleSchema>

/** A user as the admin API shows it. */
export type UserRecord = z.infer<typeof UserSchema>

/** The settings of a user to create. Without a dataset the user gets the demo rows. */
export type NewUser = z.input<typeof NewUserSchema>

/** A conversation as it stands in a dataset. */
export type ConversationRow = Omit<z.infer<typeof ConversationSchema>, 'variables'> & {
  variables: unknown
}

/** The given fields of a conversation; the mock generates absent ones. */
export type PartialConversation = z.input<typeof PartialSchema>

/** A fault and the requests that it strikes. */
export type Fault = Omit<FaultInput, 'user'>

/** A reply to script and the messages that it answers. */
export type NewReply = z.input<typeof NewReplySchema>

/** A scripted reply as the admin API shows it. */
export type ScriptedReply = ShownReplies['replies'][number]

/** A filter of requests. A request matches when all given fields match. */
export type RequestFilter = z.input<typeof RequestFilterSchema>

/** A filter of requests with a limit (default 100) and an order (default: the newest first). */
export type RequestQuery = z.input<typeof JournalQuery>

/** A filter of findings. With `live` a walk stays open until its client is idle. */
export type FindingQuery = { token?: number; rule?: RuleId; level?: Severity; live?: boolean }

/** A filter of walks. The result has the newest first, at most 100 by default. */
export type WalkQuery = {
  token?: number
  verdict?: Verdict
  name?: string
  limit?: number
  live?: boolean
}

/** The changes of rows while a client pages through them. */
export type Script = z.input<typeof ScriptSchema>

/** The settings of traffic: new conversations at a steady rate. */
export type TrafficOptions = z.input<typeof TrafficSchema>

/** The filters of the emulated list. */
export type ConversationFilters = {
  type?: ConversationRow['type']
  assistant_id?: number
  customer_phone?: string
  whatsapp_sender_phone?: string
  external_identifier?: string
  /** YYYY-MM-DD */
  date_from?: string
  /** YYYY-MM-DD */
  date_to?: string
}
export type ConversationQuery = ConversationFilters & {
  /** 1 to 1000, by default 100. */
  limit?: number
  offset?: number
}

/** The number of requests that must match. */
export type Times = { exactly: number } | { at_least: number } | { at_most: number }

/** A point in time: a Date, ISO 8601 with a zone, or Unix seconds. */
export type Time = Date | string | number
