// The users of the start, and the users created since.

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
  /**
   * True for a user that the admin API created. False for a user of the start or of a dataset that
   * replaced it.
   */
  readonly is_created: boolean
  /** Unix seconds. */
  readonly expires_at: number | null
}

/** The number of tokens or ids read in one step. */
const SLICE = 200

const tokensAfter = `SELECT id, user_id, plain, edition, expires_at FROM tokens WHERE id > ? ORDER BY id LIMIT ${SLICE}`

const idsAfter = `SELECT id FROM users WHERE id > ? ORDER BY id LIMIT ${SLICE}`

const selectUsers = 'SELECT id, name, email, dataset_id, is_created, expires_at FROM users'

export function createUsers({ statements, usersChanged }: StoreCore) {
  return {
    /** The ids of all users in rising order. */
    ids: (): number[] =>
      statements.all('SELECT id FROM users ORDER BY id').map(([id]) => Number(id)),

    /**
     * The ids of all users in rising order. A user that is added or deleted meanwhile counts as it
     * is when its turn comes.
     */
    *eachId(): Generator<number, void, undefined> {
      let slice: number[] = []
      for (let last = 0; ; last = slice.at(-1) ?? 0) {
        slice = statements.all(idsAfter, last).map(([id]) => Number(id))
        yield* slice
        if (slice.length < SLICE) return
      }
    },

    /** The users with an expiry time. */
    expiring: (): { id: number; expiresAt: number }[] =>
      statements
        .all('SELECT id, expires_at FROM users WHERE expires_at IS NOT NULL')
        .map(([id, expiresAt]) => ({ id: Number(id), expiresAt: Number(expiresAt) })),

    /** All users by id. */
    list: (): StoredUser[] => statements.all(`${selectUsers} ORDER BY id`).map(toUser),

    find(id: number): StoredUser | undefined {
      const row = statements.first(`${selectUsers} WHERE id = ?`, id)
      return row && toUser(row)
    },

    /** The user of the start with the lowest id. */
    first(): StoredUser | undefined {
      const row = statements.first(`${selectUsers} WHERE NOT is_created ORDER BY id LIMIT 1`)
      return row && toUser(row)
    },

    /**
     * All tokens by id. A token that changes meanwhile is returned as it is when its turn comes.
     */
    *eachToken(): Generator<Token, void, undefined> {
      let slice: Token[] = []
      for (let last = 0; ; last = slice.at(-1)?.id ?? 0) {
        slice = statements.all(tokensAfter, last).map(toToken)
        yield* slice
        if (slice.length < SLICE) return
      }
    },

    /** The tokens of a user by id. */
    tokens: (id: number): Token[] =>
      statements
        .all(
          'SELECT id, user_id, plain, edition, expires_at FROM tokens WHERE user_id = ? ORDER BY id',
          id,
        )
        .map(toToken),

    /**
     * Deletes a user with tokens, snapshots and rows. A reset of everything restores a user of the
     * start. False without such a user.
     */
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
