// The mock's status, users, armed faults and findings. The page loads the first three again when
// the mock reports a change.

import { computed, effect, signal } from '@preact/signals'
import type { ArmedFault, Report, Status, UserRecord, Versions } from '../../client/wire.ts'
import { userId } from '../page-address.ts'
import { ask } from './admin.ts'
import { connection, isThere, pulse, reloadRequests, requests, versions } from './live.ts'
import { adminToken } from './session.ts'

/**
 * Milliseconds that the page waits after a change, so that it loads several changes at once. It
 * waits at least WAIT_PER_ANSWER times as long as the last answer took: counting a million rows
 * takes a while.
 */
const REFRESH_MS = 500
const WAIT_PER_ANSWER = 20
const MAX_REFRESH_MS = 5000
const SLOW_MS = 5000
const IDLE_JUDGE_MS = 5000
/**
 * The judge delays the mock's answers to clients. It may therefore use only this share of the time,
 * and BUSY_JUDGE_SHARE while clients send more than BUSY_REQUESTS_PER_SECOND.
 */
const JUDGE_SHARE = 0.05
const BUSY_JUDGE_SHARE = 0.01
const BUSY_REQUESTS_PER_SECOND = 200
const MIN_JUDGE_MS = 800
const MAX_JUDGE_MS = 5000
const MAX_BUSY_JUDGE_MS = 60_000

export const status = signal<Status | undefined>(undefined)
export const users = signal<readonly UserRecord[] | undefined>(undefined)
/** Faults that were armed and not disarmed, including those that are already used up. */
export const armedFaults = signal<readonly ArmedFault[]>([])
export const report = signal<Report | undefined>(undefined)

/** The findings that are not silenced: of the chosen user, or of all when none is chosen. */
export const findings = computed(() =>
  (report.value?.findings ?? []).filter(
    ({ silenced, user }) => silenced === null && (userId.value ?? user) === user,
  ),
)

/**
 * The chosen user, or the first one when none is chosen. Undefined while the users are not loaded,
 * and when the chosen user no longer exists.
 */
export const currentUser = computed(() =>
  users.value?.find(({ id }) => id === (userId.value ?? id)),
)

export function startStatus(): void {
  effect(() => {
    if (adminToken.value !== undefined) return
    status.value = undefined
    users.value = undefined
    armedFaults.value = []
    report.value = undefined
  })
  effect(() => {
    if (isThere.value) void refreshStatus({ isAnew: true })
  })
  effect(() => {
    if (requests.value.length > 0) judgeSoon()
    else report.value = undefined
  })
  effect(() => {
    const next = versions.value
    if (next !== undefined) look(next)
  })
  document.addEventListener('visibilitychange', () => isDue && refreshSoon())
  setInterval(() => {
    if (connection.value === 'slow' || isDue) refreshSoon()
  }, SLOW_MS)
  // The judge also runs without new requests: a walk ends when its client is idle long enough.
  setInterval(() => {
    if (isThere.value && !document.hidden && requests.value.length > 0) judgeSoon()
  }, IDLE_JUDGE_MS)
}

let lastVersions: Versions | undefined

/**
 * Loads the status again when a version number has changed. New requests count only while faults
 * are armed, because a request may use one up.
 */
function look(next: Versions): void {
  const before = lastVersions
  lastVersions = next
  const isOther =
    before === undefined ||
    (['run', 'rows', 'users', 'controls'] as const).some((name) => next[name] !== before[name])
  if (isOther || (armedFaults.peek().length > 0 && next.requests !== before.requests)) refreshSoon()
}

let refreshTimer = 0
let refreshWait = REFRESH_MS
/** Whether a change is waiting to be loaded, for example while the tab is hidden. */
let isDue = false

function refreshSoon(): void {
  isDue = true
  if (document.hidden) return
  refreshTimer ||= window.setTimeout(() => {
    refreshTimer = 0
    if (document.hidden || !isThere.peek()) return
    isDue = false
    void refreshStatus()
  }, refreshWait)
}

/** Loads the status. `isAnew`: load the users too, because the mock may be another one. */
export async function refreshStatus({ isAnew = false }: { isAnew?: boolean } = {}): Promise<void> {
  try {
    const known = requests.peek().length
    const start = performance.now()
    const next = await ask<Status>('GET', '/status')
    const fair = (performance.now() - start) * WAIT_PER_ANSWER
    refreshWait = Math.min(Math.max(REFRESH_MS, fair), MAX_REFRESH_MS)
    status.value = next
    if (isAnew || versionOfUsers !== lastVersions?.users || !isAccountOf(next)) await refreshUsers()
    if (next.requests < known) reloadRequests()
    if (next.faults > 0 || armedFaults.peek().length > 0) await refreshFaults()
  } catch {
    // The stream reports a lost mock. Otherwise the timer in startStatus() tries again.
    isDue = true
  }
}

/** Whether the known users have the same totals as the status: users and conversations. */
function isAccountOf(next: Status): boolean {
  const known = users.peek() ?? []
  return (
    known.length === next.users &&
    known.reduce((total, { conversations }) => total + conversations, 0) === next.conversations
  )
}

async function refreshFaults(): Promise<void> {
  armedFaults.value = (await ask<{ faults: ArmedFault[] }>('GET', '/faults')).faults
}

/** The version number of the users at the time of their last load. */
let versionOfUsers: number | undefined

export async function refreshUsers(): Promise<void> {
  versionOfUsers = lastVersions?.users
  users.value = (await ask<{ users: UserRecord[] }>('GET', '/users')).users
}

let judgeTimer = 0
let judgeWait = MIN_JUDGE_MS

export function judgeSoon(): void {
  judgeTimer ||= window.setTimeout(() => void judge(), judgeWait)
}

async function judge(): Promise<void> {
  const start = performance.now()
  try {
    report.value = await ask<Report>('GET', '/findings', { query: { live: 'true' } })
  } catch {
    // The next request or the idle timer starts the judge again.
  }
  const isBusy = (pulse.seconds.peek().at(-1)?.requests ?? 0) > BUSY_REQUESTS_PER_SECOND
  const fair = (performance.now() - start) / (isBusy ? BUSY_JUDGE_SHARE : JUDGE_SHARE)
  judgeWait = Math.min(Math.max(MIN_JUDGE_MS, fair), isBusy ? MAX_BUSY_JUDGE_MS : MAX_JUDGE_MS)
  judgeTimer = 0
}
