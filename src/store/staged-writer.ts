// Writes the rows of staged datasets, a few in each call.

import type { Assistant, Conversation } from '../dataset/dataset.ts'
import type { MessageRow, MessageTable } from '../dataset/message.ts'
import { insertAssistant } from './assistants.ts'
import { createChronology, setOutOfOrder } from './chronology.ts'
import { insertRow, lengthOf, MAX_LENGTH, type Render, toColumns } from './conversation-row.ts'
import { createMessageWriter, type LastDataset } from './messages.ts'
import {
  DuplicateRowError,
  UnknownAssistantError,
  UnknownConversationError,
  writeUnique,
} from './row-error.ts'
import type { Statements } from './statements.ts'
import { withoutTriggers } from './without-triggers.ts'

/** This many datasets are searched within a few milliseconds. */
const MAX_SEARCHED = 20_000

type Owner = { readonly assistant: Assistant; readonly datasetId: number }

type WriterOptions = {
  readonly render: Render
  /** The dataset with the rows of a user. It is created when it is needed first. */
  readonly datasetOf: (userId: number) => number
  readonly datasetIds: () => number[]
  /** Throws after the rows are published or abandoned. */
  readonly requireOpen: () => void
  /** Throws when one of the datasets is gone. */
  readonly requireKept: (datasetIds: readonly number[]) => void
}

export function createStagedWriter(
  statements: Statements,
  { render, datasetOf, datasetIds, requireOpen, requireKept }: WriterOptions,
) {
  const owners = new Map<number, Owner>()
  const chronology = createChronology()
  const last: LastDataset = { index: 0 }
  let messages: MessageTable | undefined

  function requireOwner(row: Conversation, index: number): Owner {
    const owner = owners.get(row.assistant_id)
    if (!owner) throw new UnknownAssistantError('conversations', index, row.assistant_id)
    return owner
  }

  function datasetsWith(rows: readonly Conversation[]): number[] {
    const ids = rows.flatMap(({ assistant_id }) => owners.get(assistant_id)?.datasetId ?? [])
    return [...new Set(ids)]
  }

  return {
    /** The kind of table that held the messages; undefined without messages. */
    messageTable: () => messages,

    /** Adds all assistants or none, and returns their number. Throws a DuplicateRowError. */
    addAssistants(rows: readonly Assistant[]): number {
      requireOpen()
      const added = rows.map((assistant): Owner => ({
        assistant,
        datasetId: datasetOf(assistant.user_id),
      }))
      const seen = new Set<number>()
      requireKept([...new Set(added.map(({ datasetId }) => datasetId))])
      statements.changeOutdating('nothing', (run) => {
        for (const [index, { assistant, datasetId }] of added.entries()) {
          if (owners.has(assistant.id) || seen.size === seen.add(assistant.id).size)
            throw new DuplicateRowError('assistants', index, 'id')
          writeUnique('assistants', index, () => insertAssistant(run, datasetId, assistant))
        }
      })
      for (const owner of added) owners.set(owner.assistant.id, owner)
      return rows.length
    },

    /**
     * Adds rows until their texts take much time, and returns their number. After an error it has
     * added none. Throws a DuplicateRowError or an UnknownAssistantError.
     */
    addConversations(rows: readonly Conversation[]): number {
      requireOpen()
      requireKept(datasetsWith(rows))
      const seen = chronology.fork()
      let count = 0
      let length = 0
      statements.changeOutdating('nothing', (run) =>
        withoutTriggers(run, () => {
          for (const [index, row] of rows.entries()) {
            const { assistant, datasetId } = requireOwner(row, index)
            const texts = render(row, assistant)
            writeUnique('conversations', index, () =>
              run(insertRow, ...toColumns(datasetId, row, texts)),
            )
            seen.see(datasetId, row)
            count++
            length += lengthOf(texts)
            if (length > MAX_LENGTH) break
          }
          for (const datasetId of seen.outOfOrder) run(setOutOfOrder, datasetId)
        }),
      )
      chronology.add(seen)
      return count
    },

    /**
     * Adds messages until the search for their conversations takes much time, and returns their
     * number. After an error it has added none. The messages of a conversation keep their order. A
     * call without rows still sets the kind of the table. Throws an UnknownConversationError.
     */
    addMessages(table: MessageTable, rows: readonly MessageRow[]): number {
      requireOpen()
      const ids = datasetIds()
      let count = 0
      statements.changeOutdating('nothing', (run) =>
        withoutTriggers(run, () => {
          const writer = createMessageWriter({ run, first: statements.first, last })
          for (const [index, { id: _, conversation_id, ...message }] of rows.entries()) {
            if (!writer.write(ids, conversation_id, message))
              throw new UnknownConversationError(table, index, conversation_id)
            count++
            if (writer.searched() > MAX_SEARCHED) break
          }
          writer.end()
        }),
      )
      messages = table
      return count
    },
  }
}
