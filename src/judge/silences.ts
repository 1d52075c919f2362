// Silences: rules that do not count, for the whole run or for one user, with the reason.

import type { RuleId } from '../rule-ids.ts'

export type Silence = { readonly rule: string; readonly reason: string }

export type Silences = ReturnType<typeof createSilences>

export function createSilences(ofRun: readonly Silence[]) {
  const run = new Map(ofRun.map(({ rule, reason }) => [rule, reason]))
  const byUser = new Map<number, Map<string, string>>()

  function mapOf(user: number | undefined): Map<string, string> {
    if (user === undefined) return run
    const own = byUser.get(user) ?? new Map<string, string>()
    byUser.set(user, own)
    return own
  }

  return {
    /** The silences of one user; without a user, those of the run. */
    list: (user?: number): Silence[] =>
      [...((user === undefined ? run : byUser.get(user)) ?? [])].map(([rule, reason]) => ({
        rule,
        reason,
      })),

    set(user: number | undefined, rule: RuleId, reason: string): void {
      mapOf(user).set(rule, reason)
    },

    remove: (user: number | undefined, rule: RuleId): boolean =>
      (user === undefined ? run : byUser.get(user))?.delete(rule) ?? false,

    /** The reason why a rule does not count for a user; null when it counts. */
    reasonFor: (user: number | null, rule: string): string | null =>
      (user === null ? undefined : byUser.get(user)?.get(rule)) ?? run.get(rule) ?? null,

    /** Removes the silences of a deleted user. */
    forget(user: number): void {
      byUser.delete(user)
    },
  }
}
