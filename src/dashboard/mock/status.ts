// The state of the mock and its users, read again when the mock says that they have changed, and the findings.

import { computed, effect, signal } from '@preact/signals'
import type { ArmedFault, Report, Status, UserRecord, Versions } from '../../client/wire.ts'
import { userId } from '../page-address.ts'
import { ask } from './admin.ts'
import { connection, isThere, pulse, reloadRequests, requests, versions } from './live.ts'
import { adminToken } from './session.ts'

/** Changes that come together are asked for once. Counting a million rows takes a while: it gets a twentieth of the time. */
const REFRESH_MS = 500
const WAIT_PER_ANSWER = 20
const MAX_REFRESH_MS = 5000
const SLOW_MS = 5000
const IDLE_JUDGE_MS = 5000
/** The judge keeps the mock from answering clients meanwhile: it gets this part of the time at most, and less where there are many. */
const JUDGE_SHARE = 0.05
const BUSY_JUDGE_SHARE = 0.01
const BUSY_REQUESTS_PER_SECOND = 200
const MIN_JUDGE_MS = 800
const MAX_JUDGE_MS = 5000
const MAX_BUSY_JUDGE_MS = 60_000

export const status = signal<Status | undefined>(undefined)
export const users = signal<readonly UserRecord[] | undefined>(undefined)
/** All that were armed and not disarmed, also those that have done what they were to do. */
export const armedFaults = signal<readonly ArmedFault[]>([])
export const report = signal<Report | undefined>(undefined)

/** The findings that count: of the chosen user, and not silenced. */
export const findings = computed(() =>
  (report.value?.findings ?? []).filter(
    ({ silenced, user }) => silenced === null && (userId.value ?? user) === user,
  ),
)

/** The user that the page is about, or the first: some things belong to one. Undefined also when it is gone. */
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
  // Also without a request: a walk is over when its client has been idle for long enough.
  setInterval(() => {
    if (isThere.value && !document.hidden && requests.value.length > 0) judgeSoon()
  }, IDLE_JUDGE_MS)
}

let told: Versions | undefined

/** Requests change neither rows nor users; with faults armed they may use one up. */
function look(next: Versions): void {
  const before = told
  told = next
  const isOther =
    before === undefined ||
    (['run', 'rows', 'users', 'controls'] as const).some((name) => next[name] !== before[name])
  if (isOther || (armedFaults.peek().length > 0 && next.requests !== before.requests)) refreshSoon()
}

let refreshTimer = 0
let refreshWait = REFRESH_MS
/** Whether something has changed while nobody looked. */
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

/** After a change that this page made; `isAnew` when it may be another mock. */
export async function refreshStatus({ isAnew = false }: { isAnew?: boolean } = {}): Promise<void> {
  try {
    const known = requests.peek().length
    const start = performance.now()
    const next = await ask<Status>('GET', '/status')
    const fair = (performance.now() - start) * WAIT_PER_ANSWER
    refreshWait = Math.min(Math.max(REFRESH_MS, fair), MAX_REFRESH_MS)
    status.value = next
    if (isAnew || versionOfUsers !== told?.users || !isAccountOf(next)) await refreshUsers()
    if (next.requests < known) reloadRequests()
    if (next.faults > 0 || armedFaults.peek().length > 0) await refreshFaults()
  } catch {
    // The stream says whether the mock is gone. If it is not, this is asked again.
    isDue = true
  }
}

/** Whether the users that are known are those of the mock, as far as numbers tell. */
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

/** As the users were when they were last asked for. */
let versionOfUsers: number | undefined

export async function refreshUsers(): Promise<void> {
  versionOfUsers = told?.users
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
    // Asked again with the next request.
  }
  const isBusy = (pulse.seconds.peek().at(-1)?.requests ?? 0) > BUSY_REQUESTS_PER_SECOND
  const fair = (performance.now() - start) / (isBusy ? BUSY_JUDGE_SHARE : JUDGE_SHARE)
  judgeWait = Math.min(Math.max(MIN_JUDGE_MS, fair), isBusy ? MAX_BUSY_JUDGE_MS : MAX_JUDGE_MS)
  judgeTimer = 0
}
