// Fills new datasets over many turns. Readers see a staged dataset only when it is published for a
// user.

import type { Work } from '../clock/turns.ts'
import type { Assistant, Conversation, Token, User } from '../dataset/dataset.ts'
import type { MessageRow, MessageTable } from '../dataset/message.ts'
import { insertAssistant } from './assistants.ts'
import { createChronology, setOutOfOrder } from './chronology.ts'
import { insertRow, lengthOf, MAX_LENGTH, type Render, toColumns } from './conversation-row.ts'
import { addDataset } from './garbage.ts'
import { createMessageWriter, type LastDataset, setBaselineMessages } from './messages.ts'
import type { StoreCore } from './core.ts'
import type { PublishStart } from './new-start.ts'
import { type NewUser, publishFor, publishUser } from './publishing.ts'
import {
  DuplicateRowError,
  UnknownAssistantError,
  UnknownConversationError,
  writeUnique,
} from './row-error.ts'
import { withoutTriggers } from './without-triggers.ts'
import type { Run } from './statements.ts'
import type { Totals } from './totals.ts'
import type { StoredUser } from './users.ts'

export type StagedDataset = ReturnType<ReturnType<typeof createStagedDatasets>>

type StagedOptions = {
  readonly render: Render
  readonly requireUuidIndex: () => void
  readonly publishStart: PublishStart
  readonly totals: Pick<Totals, 'foresee'>
}

/** This many datasets are searched within a few milliseconds. */
const MAX_SEARCHED = 20_000

type Owner = { readonly assistant: Assistant; readonly datasetId: number }

export function createStagedDatasets(
  { statements, garbage, usersChanged }: StoreCore,
  { render, requireUuidIndex, publishStart, totals }: StagedOptions,
) {
  const createDataset = (): number => addDataset(statements, garbage)

  /** Throws when a dataset is gone. Call this before or inside a change of it. */
  function requireKept(ids: readonly number[]): void {
    const sql = 'SELECT count(*) FROM datasets WHERE id IN (SELECT value FROM json_each(?))'
    // An older version, which does not know staged datasets, can have written to the file.
    if (statements.first(sql, JSON.stringify(ids))?.[0] !== ids.length)
      throw new Error('another process removed the staged dataset')
  }

  /**
   * Counts the lists that clients asked for, as they will be in the new rows. The new rows have no
   * changes, so the totals can be kept before they are published.
   */
  function* countLists(replaced: Iterable<readonly [number, number]>): Work<void> {
    for (const [userId, datasetId] of replaced) {
      const now = statements.first('SELECT dataset_id FROM users WHERE id = ?', userId)
      if (now) (yield* totals.foresee(Number(now[0]), datasetId))()
      yield
    }
  }

  /** With `byUser`, rows go to the dataset of their assistant's user. Otherwise there is one dataset. */
  return function openStagedDataset({ byUser }: { readonly byUser: boolean }) {
    const datasets = new Map<number, number>()
    const owners = new Map<number, Owner>()
    const chronology = createChronology()
    const last: LastDataset = { index: 0 }
    let messages: MessageTable | undefined
    let isOpen = true
    requireUuidIndex()
    const single = byUser ? undefined : createDataset()

    function datasetOf(userId: number): number {
      if (single !== undefined) return single
      const id = datasets.get(userId) ?? createDataset()
      datasets.set(userId, id)
      return id
    }

    const datasetIds = (): number[] => (single === undefined ? [...datasets.values()] : [single])

    function requireOpen(): void {
      if (!isOpen) throw new Error('the staged dataset is already published or abandoned')
    }

    function requireOwner(row: Conversation, index: number): Owner {
      const owner = owners.get(row.assistant_id)
      if (!owner) throw new UnknownAssistantError('conversations', index, row.assistant_id)
      return owner
    }

    function datasetsWith(rows: readonly Conversation[]): number[] {
      const ids = rows.flatMap(({ assistant_id }) => owners.get(assistant_id)?.datasetId ?? [])
      return [...new Set(ids)]
    }

    function close(): void {
      isOpen = false
      for (const id of datasetIds()) garbage.unspare(id)
    }

    function prepare(run: Run): void {
      requireOpen()
      requireKept(datasetIds())
      if (messages) setBaselineMessages(run, JSON.stringify(datasetIds()), messages === 'messages')
    }

    function publish<T>(change: () => T): T {
      const result = statements.change((run) => {
        prepare(run)
        return change()
      })
      close()
      usersChanged()
      return result
    }

    function requireSingle(): number {
      if (single === undefined)
        throw new Error('a staged dataset by user is published for all users')
      return single
    }

    return {
      /** Adds all assistants or none, and returns their number. Throws a DuplicateRowError. */
      addAssistants(rows: readonly Assistant[]): number {
        requireOpen()
        const added = rows.map((assistant): Owner => ({
          assistant,
          datasetId: datasetOf(assistant.user_id),
        }))
        const seen = new Set<number>()
        requireKept([...new Set(added.map(({ datasetId }) => datasetId))])
        statements.change((run) => {
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
        statements.change((run) =>
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
        statements.change((run) =>
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

      /** Creates a user with the dataset. Throws a DuplicateRowError. */
      publishUser: (user: NewUser): StoredUser =>
        publish(() => publishUser(statements, requireSingle(), user)),

      /** Replaces the rows of a user. The user's baseline stays. */
      *publishFor(userId: number): Work<void> {
        const datasetId = requireSingle()
        yield* countLists([[userId, datasetId]])
        publish(() => publishFor(statements, datasetId, userId))
      },

      /** Replaces all users of the start and their tokens. Created users stay. Throws a DuplicateRowError. */
      *publishAll(users: readonly User[], tokens: readonly Token[]): Work<void> {
        requireOpen()
        if (single !== undefined)
          throw new Error('a staged dataset that is not by user is published for one user')
        yield* countLists(datasets)
        yield* publishStart({ users, tokens, datasetOf, prepare: () => statements.change(prepare) })
        close()
        usersChanged()
      },

      /** Gives up a staged dataset. Does nothing after it is published. */
      abandon(): void {
        if (!isOpen) return
        close()
        garbage.collect()
      },
    }
  }
}
