// The money that users may spend. A balance belongs to a dataset, so a reset or a snapshot restores
// it.

import { DEFAULT_BALANCE, roundMoney } from '../dataset/balance.ts'
import type { StoreCore } from './core.ts'
import type { Run } from './statements.ts'

export type Profile = {
  readonly name: string
  readonly email: string
  /** The balance in US dollars. */
  readonly total_balance: number
}

export function createBalances({ statements }: Pick<StoreCore, 'statements'>) {
  function profile(userId: number): Profile | undefined {
    const row = statements.first(selectProfile, userId)
    return row && { name: String(row[0]), email: String(row[1]), total_balance: Number(row[2]) }
  }

  /** Does nothing when the user does not exist. */
  function setBalance(userId: number, amount: number): void {
    statements.changeOutdating('nothing', (run) => run(setAmount, amount, userId))
  }

  return {
    profile,
    setBalance,

    charge(userId: number, amount: number): void {
      statements.changeOutdating('nothing', () => {
        const balance = profile(userId)?.total_balance
        if (balance !== undefined) setBalance(userId, roundMoney(balance - amount))
      })
    },
  }
}

const selectProfile = `SELECT name, email, coalesce(balance, ${DEFAULT_BALANCE})
  FROM users LEFT JOIN balances ON balances.dataset_id = users.dataset_id WHERE users.id = ?`

const setAmount = `INSERT INTO balances SELECT dataset_id, ?, ${DEFAULT_BALANCE} FROM users WHERE id = ?
  ON CONFLICT DO UPDATE SET balance = excluded.balance`

/** Stores the start balance of a new dataset. Call this inside a change. */
export function insertBalance(run: Run, datasetId: number, balance: number): void {
  if (balance !== DEFAULT_BALANCE)
    run('INSERT INTO balances VALUES (?, ?, ?)', datasetId, balance, balance)
}
