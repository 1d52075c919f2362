// Errors for rows of a call that cannot be stored.

import Database from 'better-sqlite3'

import type { MessageTable } from '../dataset/message.ts'

/** The list of the call that contains the row. */
export type RowList = 'users' | 'tokens' | 'assistants' | 'conversations' | 'insert' | 'update'

/**
 * A row repeats a value of another row. `index` counts the rows of the call from 0. The call leaves
 * no change.
 */
export class DuplicateRowError extends Error {
  override name = 'DuplicateRowError'
  readonly list: RowList
  readonly index: number
  readonly column: 'id' | 'uuid' | 'plain'
  constructor(list: RowList, index: number, column: 'id' | 'uuid' | 'plain') {
    super(`${list}[${index}].${column} is already used by another row; it must be unique`)
    this.list = list
    this.index = index
    this.column = column
  }
}

/** A conversation names an assistant that its user does not have. The call leaves no change. */
export class UnknownAssistantError extends Error {
  override name = 'UnknownAssistantError'
  readonly list: RowList
  readonly index: number
  readonly assistant_id: number
  constructor(list: RowList, index: number, assistant_id: number) {
    super(`${list}[${index}].assistant_id names ${assistant_id}, which does not exist`)
    this.list = list
    this.index = index
    this.assistant_id = assistant_id
  }
}

/** A message belongs to a conversation that does not exist. The call leaves no change. */
export class UnknownConversationError extends Error {
  override name = 'UnknownConversationError'
  readonly index: number
  readonly conversation_id: number
  constructor(list: MessageTable, index: number, conversation_id: number) {
    super(`${list}[${index}].conversation_id names ${conversation_id}, which does not exist`)
    this.index = index
    this.conversation_id = conversation_id
  }
}

/**
 * The user of the rows was deleted or got other rows after the call found them. The call leaves no
 * change.
 */
export class GoneError extends Error {
  override name = 'GoneError'

  constructor() {
    super('the user was deleted or got other rows in the meantime; try again')
  }
}

/** A conversation has so many messages that it takes no further ones. The call leaves no change. */
export class LongHistoryError extends Error {
  override name = 'LongHistoryError'

  constructor() {
    super('the conversation holds as many messages as one may; begin another one')
  }
}

/** Writes a row. Throws a DuplicateRowError that names the value which another row already has. */
export function writeUnique(list: RowList, index: number, write: () => void): void {
  try {
    write()
  } catch (error) {
    if (error instanceof Database.SqliteError && isUniqueness.has(error.code))
      throw new DuplicateRowError(list, index, /\.uuid\b/.test(error.message) ? 'uuid' : 'id')
    throw error
  }
}

const isUniqueness = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'])
