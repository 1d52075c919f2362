// The shapes of the admin API as its callers see them: inputs before defaults, outputs as JSON.

import type * as z from 'zod'
import type { NewUser as NewUserSchema, User as UserSchema } from '../admin/users.ts'
import type { PartialConversation as PartialSchema } from '../dataset/partial-conversation.ts'
import type { Conversation as ConversationSchema } from '../dataset/dataset.ts'
import type { FaultInput } from '../faults/fault.ts'
import type { JournalQuery, RequestFilter as RequestFilterSchema } from '../journal/schemas.ts'
import type { Severity, Verdict } from '../judge/schemas.ts'
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
export type { RequestEntry, RequestInFull, SentResponse, Verification } from '../journal/schemas.ts'
export type { Finding, Report, Severity, Verdict, Walk as WalkView } from '../judge/schemas.ts'
export type { RuleId } from '../rule-ids.ts'
export type { ScriptState, TrafficState } from '../mutations/schemas.ts'
export type { SampleClients, SampleRun } from '../samples/schemas.ts'

/** A sample client to run. */
export type NewSampleClient = z.input<typeof NewSampleSchema>

/** A user as the server describes it. */
export type UserRecord = z.infer<typeof UserSchema>

/** A user to make. Without a dataset it gets that of the demo. */
export type NewUser = z.input<typeof NewUserSchema>

/** A conversation as a dataset has it. */
export type ConversationRow = Omit<z.infer<typeof ConversationSchema>, 'variables'> & {
  variables: unknown
}

/** Fields of a conversation; absent ones are generated. */
export type PartialConversation = z.input<typeof PartialSchema>

/** A fault, and its requests. */
export type Fault = Omit<FaultInput, 'user'>

/** A reply to script, and the messages that it answers. */
export type NewReply = z.input<typeof NewReplySchema>

/** A reply that is scripted. */
export type ScriptedReply = ShownReplies['replies'][number]

/** The requests that are meant: all that is given must hold. */
export type RequestFilter = z.input<typeof RequestFilterSchema>

/** The requests, how many (100 by default) and in which order (the newest first). */
export type RequestQuery = z.input<typeof JournalQuery>

/** The findings that are meant; `live` leaves walks open that may still go on. */
export type FindingQuery = { token?: number; rule?: RuleId; level?: Severity; live?: boolean }

/** The walks that are meant, at most 100 by default, the newest first. */
export type WalkQuery = {
  token?: number
  verdict?: Verdict
  name?: string
  limit?: number
  live?: boolean
}

/** Changes of the rows while a client pages through them. */
export type Script = z.input<typeof ScriptSchema>

/** New conversations that keep coming. */
export type TrafficOptions = z.input<typeof TrafficSchema>

/** Filters as the emulated API has them, and a part of the list. */
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

/** How often a request must have been made. */
export type Times = { exactly: number } | { at_least: number } | { at_most: number }

/** A point in time: a Date, ISO 8601 with a zone, or Unix seconds. */
export type Time = Date | string | number
