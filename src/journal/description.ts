// Turns an entry into the object that the admin API shows.

import { toCurl } from './curl.ts'
import type { Entry } from './entry.ts'
import { ignoredOf, parseParameters } from './parameters.ts'
import type { RequestEntry } from './schemas.ts'
import { partsOf, toHeaderText, toIsoTime } from './wire.ts'

/** `baseUrl` is the mock's URL for the curl command; `replica` is the mock's name, if any. */
export function describeEntry(entry: Entry, baseUrl: string, replica?: string): RequestEntry {
  const { path, query } = partsOf(entry.target)
  const parameters = parseParameters(query)
  return {
    id: entry.id,
    time: toIsoTime(entry.time),
    user: entry.user,
    token: entry.token,
    edition: entry.edition,
    method: entry.method,
    path,
    query,
    parameters: Object.fromEntries(parameters),
    ignored: ignoredOf(entry.edition, parameters),
    status: entry.status,
    rows: entry.rows,
    duration: Math.round(entry.duration * 1000) / 1000,
    faults: [...entry.faults],
    fault_ids: [...entry.faultIds],
    preferences: toHeaderText(entry.preferences),
    correlation: toHeaderText(entry.correlation),
    dashboard: entry.isFromDashboard,
    accept: toHeaderText(entry.accept),
    curl: toCurl(entry, baseUrl),
    ...(replica !== undefined && { replica }),
  }
}
