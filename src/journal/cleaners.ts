// Turns a request into an entry of the journal: removes credentials from its texts and cuts them.

import { type Entry, type RawEntry, MAX_CORRELATION, MAX_HEADER, MAX_TARGET } from './entry.ts'
import type { Redaction } from './redaction.ts'

export type Cleaners = ReturnType<typeof createCleaners>

/** Each property is copied by hand, because spreading costs several times as much. */
export function toEntry(raw: RawEntry, id: number, clean: Cleaners): Entry {
  return {
    id,
    time: raw.time,
    user: raw.user,
    token: raw.token,
    edition: raw.edition,
    authorization: raw.authorization,
    method: raw.method,
    target: clean.target(raw.target),
    status: raw.status,
    rows: raw.rows,
    duration: raw.duration,
    faults: raw.faults,
    faultIds: raw.faultIds,
    preferences: clean.preferences(raw.preferences),
    correlation: clean.correlation(raw.correlation),
    isNamed: raw.isNamed,
    isFromDashboard: raw.isFromDashboard,
    accept: clean.accept(raw.accept),
    isAjax: raw.isAjax,
    hasBody: raw.hasBody,
    at: raw.at,
    delay: raw.delay,
    hungUpAt: null,
    lane: raw.lane,
    connection: raw.connection,
    list: raw.list,
    limit: raw.limit,
  }
}

/** Cuts a text whose credentials are replaced. A cut before that could leave half a credential. */
const cut = (text: string, max: number): string =>
  // A copy, because a slice keeps the whole text in memory.
  text.length <= max ? text : Buffer.from(text.slice(0, max), 'latin1').toString('latin1')

/** Functions that remove credentials from texts. */
function createCleaners(redaction: Redaction) {
  return {
    target: createTargetCleaner(redaction),
    preferences: createHeaderCleaner(redaction, MAX_HEADER),
    correlation: createHeaderCleaner(redaction, MAX_CORRELATION),
    accept: createHeaderCleaner(redaction, MAX_HEADER),
    isOriginClean: createOriginCheck(redaction),
  }
}

/** Returns cleaners. They remember clean texts, so new secrets need new cleaners. */
export function createCurrentCleaners(redaction: Redaction): () => Cleaners {
  let cleaners = createCleaners(redaction)
  let secretsVersion: number | undefined
  return () => {
    const version = redaction.version()
    if (version !== secretsVersion) cleaners = createCleaners(redaction)
    secretsVersion = version
    return cleaners
  }
}

/** Remembers the last clean text: requests often repeat a header, and then share one string. */
function createHeaderCleaner(
  { header: redactHeader }: Redaction,
  max: number,
): (text: string | null) => string | null {
  let last: string | null = null
  return (text) => {
    if (text === null) return null
    if (text === last) return last
    const cleaned = cut(redactHeader(text), max)
    if (cleaned === text) last = cleaned
    return cleaned
  }
}

const MAX_KNOWN_TARGETS = 256

/** Remembers clean targets: a repeated target is checked once and shares one string. */
function createTargetCleaner(redaction: Redaction): (target: string) => string {
  const known = new Map<string, string>()
  return (target) => {
    const before = known.get(target)
    if (before !== undefined) return before
    const cleaned = cut(redaction.target(target), MAX_TARGET)
    if (known.size >= MAX_KNOWN_TARGETS) known.clear()
    if (cleaned === target) known.set(target, cleaned)
    return cleaned
  }
}

/** Checks that an origin holds no credential. Remembers the last one, which mostly repeats. */
function createOriginCheck({
  isOwnIn,
  target: redactPath,
}: Redaction): (origin: string) => boolean {
  let last: string | undefined
  return (origin) => {
    if (origin === last) return true
    // In hosts only the mock's own secrets are searched: a host such as `auth:8080` looks like one.
    const [_host, _forwardedHost, ...words] = origin.split(' ')
    const prefix = words.join(' ')
    const isClean = !isOwnIn(origin) && redactPath(prefix) === prefix
    if (isClean) last = origin
    return isClean
  }
}
