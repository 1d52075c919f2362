// The way of an emulated request. Each stage takes the exchange and adds its own results.
//
//   open → identify → plan faults → answer → deliver → run scripts → record
//
// Changes of requests that arrive together are written to the file in one go. Then the requests
// that wait for the write are recorded.

import type { Emulation } from '../api/emulation.ts'
import { isListPath } from '../api/routes.ts'
import type { Clocks } from '../clock/clocks.ts'
import { type EditionName, readFields } from '../editions.ts'
import { type Delivery, type Exchange, openExchange, type Received } from '../exchange.ts'
import type { Faults, Plan } from '../faults/faults.ts'
import { answerWithStatus } from '../faults/status-answer.ts'
import { comesFromDashboard } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import { receivedBodyOf, recordOf } from '../journal/recording.ts'
import { type Failure, serverError } from '../laravel/errors.ts'
import { type Answer, splitTarget } from '../laravel/http.ts'
import { httpDate } from '../laravel/http-date.ts'
import type { Scripts } from '../mutations/script.ts'
import type { Store } from '../store/open-store.ts'
import { applied, parsePreferences } from './preferences.ts'

export type PipelineOptions = {
  /** The edition for tokens without one, and for requests without a token. */
  readonly edition: EditionName
  readonly emulation: Emulation
  readonly faults: Faults
  readonly scripts: Scripts
  readonly journal: Journal
  readonly together: Store['together']
  readonly clocks: Clocks
  /** Milliseconds since the program began. */
  readonly elapsed: () => number
  /** Receives errors that should never happen. The client gets a 500. */
  readonly report: (error: unknown) => void
  /** Receives every answer. */
  readonly onAnswer?: ((exchange: Exchange, milliseconds: number) => void) | undefined
}

export type Pipeline = {
  handle(received: Received): Exchange
  /** Call this before sending the answers to requests that arrived together. */
  settle(envelopes: Iterable<{ readonly exchange: Exchange }>): void
}

export function createPipeline({
  edition,
  emulation,
  faults,
  scripts,
  journal,
  together,
  clocks,
  elapsed,
  report,
  onAnswer,
}: PipelineOptions): Pipeline {
  return {
    handle(received) {
      const exchange = open(received)
      attempt(exchange, () => {
        together.gather(() => work(exchange))
        exchange.isHeld = together.isOpen()
        if (!exchange.isHeld) record(exchange)
      })
      return exchange
    },

    settle(envelopes) {
      const loss = together.end()
      for (const { exchange } of envelopes) {
        if (!exchange.isHeld) continue
        if (loss) fail(exchange, emulation.failureOf(loss.error))
        attempt(exchange, () => record(exchange))
      }
    },
  }

  function work(exchange: Exchange): void {
    identify(exchange)
    const plan = planFaults(exchange)
    exchange.answer = answer(exchange, plan)
    exchange.delivery = deliver(exchange, plan)
    scripts.afterAnswer(exchange)
  }

  function attempt(exchange: Exchange, stages: () => void): void {
    try {
      stages()
    } catch (error) {
      // For example, another process has locked the file.
      report(error)
      fail(exchange, serverError())
    }
  }

  function fail(exchange: Exchange, failure: Failure): void {
    exchange.answer = emulation.refuse(exchange, failure)
    exchange.delivery = { answer: exchange.answer, date: httpDate(clocks.now()), delay: 0 }
  }

  function open(received: Received): Exchange {
    const { headers } = received
    return openExchange(isTooWide(received) ? { ...received, body: undefined } : received, {
      startedAt: elapsed(),
      isFromDashboard: comesFromDashboard(headers),
      preferences: parsePreferences(headers.prefer),
      edition,
    })
  }

  function identify(exchange: Exchange): void {
    const token = emulation.identify(exchange.headers)
    exchange.token = token
    exchange.edition = exchange.preferences?.edition ?? token?.edition ?? edition
    exchange.time = clocks.now(token?.user_id)
    const isList = isListPath(exchange.path)
    exchange.fields = isList ? readFields : undefined
    exchange.isList = isList && token !== undefined && isRead(exchange)
  }

  function planFaults(exchange: Exchange): Plan | undefined {
    // A fault never strikes a request that asks for its own status by `Prefer: code`.
    if (faults.isEmpty() || exchange.preferences?.code !== undefined) return undefined
    Object.assign(exchange, emulation.describe(exchange))
    const plan = faults.plan(exchange, (failure) => emulation.refuse(exchange, failure))
    exchange.faults = plan?.struck ?? exchange.faults
    exchange.distortion = plan?.distortion
    exchange.exception = plan?.exception
    exchange.failure = plan?.failure
    return plan
  }

  function answer(exchange: Exchange, plan: Plan | undefined): Answer {
    const given = preferred(exchange) ?? plan?.replace ?? emulation.answer(exchange)
    return exchange.preferences || plan ? withNotes(given, exchange) : given
  }

  function preferred(exchange: Exchange): Answer | undefined {
    const { preferences, path, time } = exchange
    if (preferences?.code === undefined || preferences.code === 200) return undefined
    const refuse = (failure: Failure): Answer => emulation.refuse(exchange, failure)
    return answerWithStatus(preferences.code, { path, now: time, isMaintained: true, refuse })
  }

  function record(exchange: Exchange): void {
    const { connection, delivery, startedAt } = exchange
    const duration = elapsed() - startedAt
    const sent = delivery.end === undefined ? delivery : undefined
    const entry = journal.isOn
      ? journal.add(recordOf(exchange, duration), sent, receivedBodyOf(exchange))
      : undefined
    onAnswer?.(exchange, duration)
    const isLate = delivery.delay > 0 || delivery.bytesPerSecond !== undefined
    if (!entry || !isLate || delivery.end !== undefined || delivery.cutAt !== undefined) return
    const onHangUp = (): void => {
      const now = elapsed()
      journal.hangUp(entry.id, entry.user, now)
      connection?.answered(now)
    }
    exchange.delivery = { ...delivery, onHangUp }
  }
}

function deliver({ answer, time, preferences }: Exchange, plan: Plan | undefined): Delivery {
  const delivery = { answer, date: httpDate(time), delay: preferences?.delay ?? 0 }
  return plan?.deliver?.(delivery) ?? delivery
}

/** A body with more values would take so long to read that other requests have to wait. */
const MAX_VALUES = 50_000

/** A list request reads only a few fields of its body, so a body of any size is allowed. */
function isTooWide({ body, target }: Received): boolean {
  if (body === undefined || body.length <= MAX_VALUES) return false
  if (isListPath(splitTarget(target).path)) return false
  let values = 0
  for (let at = 0; at < body.length; at++) {
    const code = body.charCodeAt(at)
    if (code === COMMA || code === BRACKET || code === BRACE) values++
  }
  return values > MAX_VALUES
}

const [COMMA, BRACKET, BRACE] = [0x2c, 0x5b, 0x7b]

const isRead = ({ method }: Exchange): boolean => method === 'GET' || method === 'HEAD'

/**
 * Adds headers: they tell the client which preferences were applied, and a person which fault
 * changed the answer.
 */
function withNotes(answer: Answer, { preferences, faults }: Exchange): Answer {
  const honoured = applied(preferences, answer)
  const notes = {
    ...(honoured !== '' && { 'Preference-Applied': honoured }),
    ...(faults.types.length > 0 && {
      'X-Mock-Fault': faults.types.join(', '),
      'X-Mock-Fault-Id': faults.ids.join(', '),
    }),
  }
  return { ...answer, headers: { ...answer.headers, ...notes } }
}
