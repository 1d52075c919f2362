// Turns an exchange into an entry of the journal.

import type { Exchange } from '../exchange/exchange.ts'
import { authorizationIn } from '../laravel/bearer.ts'
import { single } from '../laravel/http.ts'
import { correlationOf, type RawEntry, limitOf, originOf } from './entry.ts'
import type { ReceivedBody } from './request-bodies.ts'

/** Undefined when the request had no body. */
export function receivedBodyOf({ body, headers }: Exchange): ReceivedBody | undefined {
  return body === '' ? undefined : { text: body, type: headers['content-type'] ?? null }
}

/** `duration` is in milliseconds. Assigns a lane to a request of a client. */
export function toRawEntry(exchange: Exchange, duration: number): RawEntry {
  const { method, target, headers, token, connection, delivery, faults, startedAt } = exchange
  const { answer, end, delay } = delivery
  return {
    time: exchange.time,
    user: token?.user_id ?? null,
    token: token?.id ?? null,
    edition: token ? exchange.edition : null,
    authorization: token ? 'sound' : authorizationIn(headers.authorization),
    method,
    target,
    status: end === undefined ? answer.status : null,
    rows: answer.rows ?? null,
    duration,
    faults: faults.types,
    faultIds: faults.ids,
    preferences: single(headers.prefer) ?? null,
    correlation: correlationOf(headers),
    isNamed: Boolean(headers['x-mock-walk']),
    isFromDashboard: exchange.isFromDashboard,
    accept: headers.accept ?? null,
    isAjax: headers['x-requested-with'] === 'XMLHttpRequest',
    hasBody: exchange.body !== '',
    origin: originOf(headers),
    at: startedAt,
    delay,
    lane: takeLane(exchange),
    connection: connection?.number ?? 0,
    // Only the judge reads `list` and `limit`. Without a judge, no exchange has a connection.
    list: connection ? (answer.listing ?? null) : null,
    limit: connection ? limitOf(answer.headers) : null,
  }
}

function takeLane({ connection, token, isFromDashboard, startedAt }: Exchange): number {
  if (!connection) return 0
  if (!isFromDashboard) return connection.take(token?.id ?? null, startedAt)
  connection.use()
  return 0
}
