// Given rows that cannot be kept.

import Database from 'better-sqlite3'

import type { MessageTable } from '../dataset/message.ts'

/** The given list that a row is in. */
export type RowList = 'users' | 'tokens' | 'assistants' | 'conversations' | 'insert' | 'update'

/** A row with a value that another row already has; `index` counts the given rows from 0. Nothing of the call is kept. */
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

/** A conversation of an assistant that its user does not have. Nothing of the call is kept. */
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

/** A message of a conversation that is not there. Nothing of the call is kept. */
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

/** Rows whose user was deleted, or got other rows, since they were looked up. Nothing of the call is kept. */
export class GoneError extends Error {
  override name = 'GoneError'

  constructor() {
    super('the user was deleted or got other rows in the meantime; try again')
  }
}

/** Writes a row, and says which of its values another one already has. */
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
