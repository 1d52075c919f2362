// The users: those of the start and those that were created since.

import type { Token } from '../dataset/dataset.ts'
import type { StoreCore } from './core.ts'
import { deleteOrphanedSnapshots } from './snapshots.ts'
import type { Values } from './statements.ts'
import { toToken } from './tokens.ts'

export type StoredUser = {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly dataset_id: number
  /** Not of the start, nor of a dataset that replaced it. */
  readonly is_created: boolean
  /** Unix seconds. */
  readonly expires_at: number | null
}

/** How many tokens or ids are read at once. */
const SLICE = 200

const tokensAfter = `SELECT id, user_id, plain, edition, expires_at FROM tokens WHERE id > ? ORDER BY id LIMIT ${SLICE}`

const idsAfter = `SELECT id FROM users WHERE id > ? ORDER BY id LIMIT ${SLICE}`

const selectUsers = 'SELECT id, name, email, dataset_id, is_created, expires_at FROM users'

export function createUsers({ statements, usersChanged }: StoreCore) {
  return {
    /** By id. */
    ids: (): number[] =>
      statements.all('SELECT id FROM users ORDER BY id').map(([id]) => Number(id)),

    /** By id; those that come or go meanwhile are given as they are when their turn comes. */
    *eachId(): Generator<number, void, undefined> {
      let slice: number[] = []
      for (let last = 0; ; last = slice.at(-1) ?? 0) {
        slice = statements.all(idsAfter, last).map(([id]) => Number(id))
        yield* slice
        if (slice.length < SLICE) return
      }
    },

    /** Users that do not stay. */
    expiring: (): { id: number; expiresAt: number }[] =>
      statements
        .all('SELECT id, expires_at FROM users WHERE expires_at IS NOT NULL')
        .map(([id, expiresAt]) => ({ id: Number(id), expiresAt: Number(expiresAt) })),

    /** By id. */
    list: (): StoredUser[] => statements.all(`${selectUsers} ORDER BY id`).map(toUser),

    find(id: number): StoredUser | undefined {
      const row = statements.first(`${selectUsers} WHERE id = ?`, id)
      return row && toUser(row)
    },

    /** The lowest id among those that were not created. */
    first(): StoredUser | undefined {
      const row = statements.first(`${selectUsers} WHERE NOT is_created ORDER BY id LIMIT 1`)
      return row && toUser(row)
    },

    /** By id; those that change meanwhile are given as they are when their turn comes. */
    *eachToken(): Generator<Token, void, undefined> {
      let slice: Token[] = []
      for (let last = 0; ; last = slice.at(-1)?.id ?? 0) {
        slice = statements.all(tokensAfter, last).map(toToken)
        yield* slice
        if (slice.length < SLICE) return
      }
    },

    /** By id. */
    tokens: (id: number): Token[] =>
      statements
        .all(
          'SELECT id, user_id, plain, edition, expires_at FROM tokens WHERE user_id = ? ORDER BY id',
          id,
        )
        .map(toToken),

    /** With tokens, snapshots and rows; a user of the start comes back with a reset of everything. False without such a user. */
    delete(id: number): boolean {
      const isKnown = statements.change((run) => {
        run('DELETE FROM tokens WHERE user_id = ?', id)
        const count = run('DELETE FROM users WHERE id = ?', id)
        deleteOrphanedSnapshots(statements, run)
        return count > 0
      })
      usersChanged()
      return isKnown
    },
  }
}

function toUser([id, name, email, datasetId, isCreated, expiresAt]: Values): StoredUser {
  return {
    id: Number(id),
    name: String(name),
    email: String(email),
    dataset_id: Number(datasetId),
    is_created: isCreated === 1,
    expires_at: expiresAt === null ? null : Number(expiresAt),
  }
}
