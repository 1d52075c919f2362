// The handles by which tests control a running mock and its users.

import type { Comparison } from '../comparison/compare.ts'
import type { CompareOptions } from '../comparison/compare-editions.ts'
import type { EditionName, Generation } from '../editions.ts'
import type { MockToken } from '../server/mock-tokens.ts'
import type { NewUser, Status } from './wire.ts'
import type { Control } from './controls.ts'

/** A handle that has tokens: a mock or one of its users. */
type Holder = Control &
  AsyncDisposable & {
    /** The origin of the server, such as http://127.0.0.1:4080. */
    readonly url: string
    /** The tokens that were valid when the handle was made. */
    readonly tokens: readonly MockToken[]
    /**
     * The text after `Bearer `: the first token, or the first one of an edition or generation
     * (`page`, `cursor`). Throws when no token matches.
     */
    token(wanted?: EditionName | Generation): string
    /**
     * Walks through the list by page and by cursor with the first token, and compares both.
     * Differences do not reject it. It rejects with a ComparisonError when it has nothing to
     * compare.
     */
    compareEditions(options?: CompareOptions): Promise<Comparison>
  }

/**
 * A user with its own rows, faults, requests, clock and rate limit. Its disposal deletes the user.
 */
export type MockUser = Holder & {
  readonly id: number
  readonly name: string
  /** The dollars that the user can still spend. */
  balance(): Promise<number>
  /** Resolves to the new balance in dollars. */
  setBalance(amount: number): Promise<number>
  /** Rejects for a user that came with the dataset. */
  delete(): Promise<void>
}

/** A running mock. Its disposal closes it. */
export type Mock = Holder & {
  readonly adminToken: string
  status(): Promise<Status>
  /** Creates a user with one token per edition; `editions` limits these. */
  createUser(options?: NewUser): Promise<MockUser>
  readonly users: {
    list(): Promise<MockUser[]>
    find(id: number): Promise<MockUser | undefined>
    /** The dollars that a user can still spend; undefined when the user does not exist. */
    balance(id: number): Promise<number | undefined>
    /** Resolves to the new balance in dollars. */
    setBalance(id: number, amount: number): Promise<number>
    delete(id: number): Promise<void>
  }
  /**
   * Ends the live streams of this handle. It also stops the mock if startMock() made the handle.
   */
  close(): Promise<void>
}
