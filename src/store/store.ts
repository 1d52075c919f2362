// Composes the store from its parts. They share the statements of one database.

import type Database from 'better-sqlite3'
import { createAssistants } from './assistants.ts'
import { createBalances } from './balances.ts'
import type { News } from './change-notes.ts'
import { createChats } from './chats.ts'
import { createConversations } from './conversations.ts'
import type { StoreOptions } from './database.ts'
import { createCopying } from './copying.ts'
import { createStagedDatasets } from './staged-datasets.ts'
import { createGarbage } from './garbage.ts'
import { createHistories } from './histories.ts'
import { createHidden } from './hidden.ts'
import { type Keys, useKeys } from './keys.ts'
import type { Lock } from './lock.ts'
import { ownTokens } from './read-only.ts'
import { createPublishStart } from './new-start.ts'
import { createOrigin } from './origin.ts'
import { createOthersWork } from './others-work.ts'
import { endWalMode } from './prepare-file.ts'
import { createReset } from './reset.ts'
import { createRows } from './rows.ts'
import { createSharedWatching } from './shared-watching.ts'
import { createSnapshots } from './snapshots.ts'
import { createStaging } from './staging.ts'
import { createStatements } from './statements.ts'
import { createStatistics } from './statistics.ts'
import { ReadOnlyError } from './store-error.ts'
import { createTokens, type KnownToken } from './tokens.ts'
import { createUsers } from './users.ts'
import { createVersions } from './versions.ts'
import { createOwnWatching } from './watching.ts'

export type Store = ReturnType<typeof createStore>

type Opened = StoreOptions & { readonly lock: Lock | undefined }

export function createStore(db: Database.Database, options: Opened) {
  const {
    file,
    order,
    render,
    isReadOnly = false,
    isShared = false,
    onError = () => undefined,
    lock,
  } = options
  const versions = createVersions()
  const statements = createStatements(db, { file, isReadOnly, isShared, onOthersWrites })
  const garbage = createGarbage(statements, versions, { isShared, onError })
  const others = createOthersWork(statements, { isShared })
  const hidden = createHidden(versions, { garbage, others })
  const tokens = createTokens(statements)
  const conversations = createConversations(statements, versions, { order, hidden })
  const core = { statements, versions, garbage, usersChanged }
  const watching = isShared ? createSharedWatching(statements) : createOwnWatching()
  const copying = createCopying(core)
  const ownRows = createRows(core, {
    select: conversations.select,
    order,
    render,
    hidden,
    watching,
    isReadOnly,
  })
  const { requireUuidIndex, tryUuidIndex: _, ...rows } = ownRows
  const parts = { rows, hidden, others, watching, copying }
  const assistants = createAssistants(core)
  const { inventUuids, inventMessages } = options
  const histories = createHistories(core, { rows: ownRows, hidden, inventMessages })
  const insertMany = createStaging(core, {
    rows: ownRows,
    render,
    hidden,
    others,
    watching,
    totals: conversations,
  })
  lookAtOthers()
  if (isReadOnly) garbage.stop()
  garbage.collect()

  const countRows = (datasetId: number): number =>
    conversations.count(conversations.select({ datasetId, filters: {} }))

  function onOthersWrites(news: News): void {
    versions.changeByOthers(news)
    if (news === 'everything' || news.some(({ what }) => what === 'users')) tokens.forget(undefined)
    if (news === 'everything' || news.some(({ what }) => what !== 'fields')) lookAtOthers()
  }

  /**
   * A process that is alone has already ended the unfinished work of others, so it need not look.
   */
  function lookAtOthers(): void {
    if (isShared || isReadOnly) others.look()
  }

  function usersChanged(newTokens: readonly string[] = []): void {
    tokens.forget(newTokens)
    garbage.collect()
  }

  return {
    ...conversations,
    isReadOnly,

    rows: { ...rows, insertMany },
    assistants,
    ...createBalances(core),
    chats: createChats(core, {
      rows: ownRows,
      assistants,
      histories,
      select: conversations.select,
      render,
      hidden,
      watching,
      inventUuids,
    }),
    messages: { tableFor: histories.tableFor, each: histories.each },
    statistics: createStatistics(core, { assistants: rows.assistants, hidden }),
    users: createUsers(core),
    openStagedDataset: createStagedDatasets(core, {
      render,
      requireUuidIndex,
      publishStart: createPublishStart(statements),
      totals: conversations,
    }),
    snapshots: createSnapshots(core, { ...parts, countRows, totals: conversations }),
    ...createReset(core, parts),

    findToken(secret: string): KnownToken | undefined {
      statements.refresh()
      return tokens.find(secret)
    },

    listTokens: tokens.list,

    tokens: {
      version: tokens.version,
      count: tokens.count,
      texts: tokens.texts,
      news: tokens.news,
    },

    useKeys(keys: Keys): void {
      if (isReadOnly) db.exec(ownTokens)
      useKeys(statements, keys)
      tokens.forget(keys.keys.map(({ plain }) => plain))
    },

    /** Wait for this before writing rows. Rejects with a DatabaseError. */
    async untilWritable(): Promise<void> {
      if (isReadOnly) throw new ReadOnlyError()
      await statements.untilWritable()
    },

    untilNextChange: statements.untilNextChange,

    /**
     * Reads and writes together, completely or not at all. No other process writes in between. Each
     * write is a change of its own, which says what it outdates.
     */
    change<T>(work: () => T): T {
      requireUuidIndex()
      return statements.changeOutdating('nothing', work)
    },

    /** Combines the changes of several requests into one transaction (group commit). */
    groupCommit: statements.together,

    /** Rises with each change to rows of the dataset, including changes by other processes. */
    version(datasetId: number): number {
      statements.refresh()
      return versions.of(datasetId)
    },

    /** Rises with each change to rows of any dataset, including changes by other processes. */
    latestVersion(): number {
      statements.refresh()
      return versions.latest()
    },

    ...createOrigin(statements),

    /** Adds this process's address to the message for other processes that want the same file. */
    nameUrl: (url: string): void => lock?.nameUrl(url),

    close(): void {
      if (!db.open) return
      garbage.stop()
      statements.close()
      if (lock) endWalMode(db)
      db.close()
      lock?.release()
    },
  }
}
