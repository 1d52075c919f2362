// The way of an emulated request. Each stage takes the exchange and adds its own results.
//
//   open → identify → plan faults → answer → plan the delivery → run scripts → record
//
// The store gathers the changes of requests that arrive together, and writes them to the file in
// one go. `settle` ends this, and records the exchanges that waited for it.

import type { Emulation } from '../api/emulation.ts'
import { isListPath } from '../api/routes.ts'
import type { Clocks } from '../clock/clocks.ts'
import { type EditionName, readFields } from '../editions.ts'
import type { Delivery } from '../exchange/delivery.ts'
import { type Exchange, openExchange, type ReceivedRequest } from '../exchange/exchange.ts'
import type { Faults } from '../faults/faults.ts'
import type { Plan } from '../faults/plan.ts'
import { answerWithStatus } from '../faults/status-answer.ts'
import { comesFromDashboard } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import { receivedBodyOf, toRawEntry } from '../journal/recording.ts'
import type { Failure } from '../laravel/errors.ts'
import type { Answer } from '../laravel/http.ts'
import { httpDate } from '../laravel/http-date.ts'
import type { Scripts } from '../mutations/script.ts'
import type { Store } from '../store/open-store.ts'
import { noteRequest } from '../system/client-requests.ts'
import { withNotes } from './answer-notes.ts'
import { hasTooManyValues } from './body-bound.ts'
import { parsePreferences } from './preferences.ts'

export type PipelineOptions = {
  /** The edition for tokens without one, and for requests without a token. */
  readonly edition: EditionName
  readonly emulation: Emulation
  readonly faults: Faults
  readonly scripts: Scripts
  readonly journal: Journal
  readonly groupCommit: Store['groupCommit']
  readonly clocks: Clocks
  /** Milliseconds since the program began. */
  readonly elapsed: () => number
  /** Receives every answer. */
  readonly onAnswer?: ((exchange: Exchange, milliseconds: number) => void) | undefined
}

export type Pipeline = {
  handle(received: ReceivedRequest): Exchange
  /** Call this before sending the answers to requests that arrived together. */
  settle(answered: Iterable<{ readonly exchange: Exchange }>): void
}

export function createPipeline({
  edition,
  emulation,
  faults,
  scripts,
  journal,
  groupCommit,
  clocks,
  elapsed,
  onAnswer,
}: PipelineOptions): Pipeline {
  return {
    handle(received) {
      noteRequest()
      const exchange = open(received)
      attempt(exchange, () => {
        groupCommit.gather(() => work(exchange))
        exchange.awaitsCommit = groupCommit.isOpen()
        if (!exchange.awaitsCommit) record(exchange)
      })
      return exchange
    },

    settle(answered) {
      const loss = groupCommit.end()
      for (const { exchange } of answered) {
        if (!exchange.awaitsCommit) continue
        if (loss) fail(exchange, emulation.toFailure(loss.error))
        attempt(exchange, () => record(exchange))
      }
    },
  }

  function work(exchange: Exchange): void {
    identify(exchange)
    const plan = planFaults(exchange)
    exchange.answer = answer(exchange, plan)
    exchange.delivery = planDelivery(exchange, plan)
    scripts.afterAnswer(exchange)
  }

  function attempt(exchange: Exchange, stages: () => void): void {
    try {
      stages()
    } catch (error) {
      // For example, another process has locked the file.
      fail(exchange, emulation.toFailure(error))
    }
  }

  function fail(exchange: Exchange, failure: Failure): void {
    exchange.answer = emulation.refuse(exchange, failure)
    exchange.delivery = { answer: exchange.answer, date: httpDate(clocks.now()), delay: 0 }
  }

  function open(received: ReceivedRequest): Exchange {
    const { headers } = received
    return openExchange(hasTooManyValues(received) ? { ...received, body: undefined } : received, {
      startedAt: elapsed(),
      isFromDashboard: comesFromDashboard(headers),
      preferences: parsePreferences(headers.prefer),
      edition,
    })
  }

  function identify(exchange: Exchange): void {
    const token = emulation.findToken(exchange.headers)
    exchange.token = token
    exchange.edition = exchange.preferences?.edition ?? token?.edition ?? edition
    exchange.time = clocks.now(token?.user_id)
    const isList = isListPath(exchange.path)
    exchange.wantedFields = isList ? readFields : undefined
    exchange.isList = isList && token !== undefined && isRead(exchange)
  }

  function planFaults(exchange: Exchange): Plan | undefined {
    // A fault never strikes a request that asks for its own status by `Prefer: code`.
    if (faults.isEmpty() || exchange.preferences?.code !== undefined) return undefined
    const { endpoint, owner } = emulation.findEndpoint(exchange)
    exchange.endpoint = endpoint
    exchange.owner = owner
    const plan = faults.plan(exchange, (failure) => emulation.refuse(exchange, failure))
    exchange.faults = plan?.struck ?? exchange.faults
    exchange.distortion = plan?.distortion
    exchange.exception = plan?.exception
    exchange.replyError = plan?.replyError
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
      ? journal.add(toRawEntry(exchange, duration), sent, receivedBodyOf(exchange))
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

function planDelivery({ answer, time, preferences }: Exchange, plan: Plan | undefined): Delivery {
  const delivery = { answer, date: httpDate(time), delay: preferences?.delay ?? 0 }
  return plan?.deliver?.(delivery) ?? delivery
}

const isRead = ({ method }: Exchange): boolean => method === 'GET' || method === 'HEAD'
