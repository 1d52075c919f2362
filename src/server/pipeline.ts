// The way of an emulated request:
//
//   token → faults and preferences → emulation → scripts → journal → delivery

import type { Emulation } from '../api/emulation.ts'
import { type Answer, type ApiRequest, header, splitTarget } from '../laravel/http.ts'
import { httpDate } from '../laravel/http-date.ts'
import type { Clocks } from '../clock/clocks.ts'
import type { Delivery } from '../faults/delivery.ts'
import type { EditionName } from '../editions.ts'
import { serverError } from '../laravel/errors.ts'
import type { Faults, Plan } from '../faults/faults.ts'
import { answerWithStatus } from '../faults/status-answer.ts'
import {
  comesFromDashboard,
  correlationOf,
  type Entry,
  limitOf,
  NO_FAULTS,
  originOf,
} from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import type { Lanes } from '../journal/lanes.ts'
import type { Scripts } from '../mutations/script.ts'
import { applied, parsePreferences, type Preferences } from './preferences.ts'
import type { KnownToken } from '../store/tokens.ts'

export type PipelineOptions = {
  readonly emulation: Emulation
  readonly faults: Faults
  readonly scripts: Scripts
  readonly journal: Journal
  readonly clocks: Clocks
  /** Given when the journal is to hold what the judge of clients needs. */
  readonly lanes?: Lanes | undefined
  /** Milliseconds since the program began. */
  readonly elapsed: () => number
  /** Told of what should never happen; the client gets a 500. */
  readonly report: (error: unknown) => void
  /** Told of every answer. */
  readonly onAnswer?:
    | ((request: ApiRequest, answer: Answer, milliseconds: number) => void)
    | undefined
}

export type Pipeline = (request: ApiRequest) => Delivery

type Asked = {
  readonly request: ApiRequest
  readonly token: KnownToken | undefined
  readonly edition: EditionName
  readonly preferences: Preferences | undefined
  /** The mock's own page is no client: it uses up no fault, no limit and no step of a script. */
  readonly isFromDashboard: boolean
}

export function createPipeline({
  emulation,
  faults,
  scripts,
  journal,
  clocks,
  lanes,
  elapsed,
  report,
  onAnswer,
}: PipelineOptions): Pipeline {
  return function handle(request) {
    try {
      return respond(request)
    } catch (error) {
      // A file that another process has locked, say.
      report(error)
      return {
        answer: emulation.refuse(request, serverError()),
        date: httpDate(clocks.now()),
        delay: 0,
      }
    }
  }

  function respond(request: ApiRequest): Delivery {
    const start = elapsed()
    const token = emulation.identify(request.headers)
    const preferences = parsePreferences(request.headers.prefer)
    const asked = {
      request,
      token,
      edition: preferences?.edition ?? emulation.editionOf(token),
      preferences,
      isFromDashboard: comesFromDashboard(request.headers),
    }
    const time = clocks.now(token?.user_id)
    // A request that asks for its own status is not one that a fault waits for.
    const plan = faults.isEmpty() || preferences?.code !== undefined ? undefined : planFor(asked)
    const delivery = deliver(asked, plan, time)
    if (scripts.hasAny && token && !asked.isFromDashboard) runScripts(asked, token, delivery.answer)
    const duration = elapsed() - start
    const entry = remember(asked, { delivery, plan, time, at: start, duration })
    onAnswer?.(request, delivery.answer, duration)
    const isLate = delivery.delay > 0 || delivery.bytesPerSecond !== undefined
    if (!entry || !isLate || delivery.end !== undefined || delivery.cutAt !== undefined)
      return delivery
    const { socket } = request
    const onHangUp = (): void => {
      const now = elapsed()
      journal.hangUp(entry.id, entry.user, now)
      if (socket) lanes?.answer(socket, now)
    }
    return { ...delivery, onHangUp }
  }

  function planFor({ request, token, edition, isFromDashboard }: Asked): Plan | undefined {
    return faults.plan({
      request,
      token,
      edition,
      isFromDashboard,
      now: () => clocks.now(token?.user_id),
      refuse: (failure) => emulation.refuse(request, failure),
    })
  }

  function deliver(asked: Asked, plan: Plan | undefined, time: number): Delivery {
    const { preferences } = asked
    const answer = preferred(asked) ?? plan?.replace ?? emulate(asked, plan)
    const delivery = {
      answer: preferences || plan ? withNotes(answer, asked, plan) : answer,
      date: httpDate(time),
      delay: preferences?.delay ?? 0,
    }
    return plan?.deliver?.(delivery) ?? delivery
  }

  function preferred({ request, token, preferences }: Asked): Answer | undefined {
    if (preferences?.code === undefined || preferences.code === 200) return undefined
    const { path } = splitTarget(request.target)
    return answerWithStatus(preferences.code, {
      path,
      now: () => clocks.now(token?.user_id),
      isMaintained: true,
      refuse: (failure) => emulation.refuse(request, failure),
    })
  }

  function emulate(
    { request, token, edition, preferences, isFromDashboard }: Asked,
    plan: Plan | undefined,
  ): Answer {
    return emulation.answer(request, {
      token,
      edition,
      distortion: plan?.distortion,
      isDocumented: preferences?.example === 'documented',
      isFromDashboard,
    })
  }

  function runScripts(
    { request, edition }: Asked,
    token: KnownToken,
    { status, rows }: Answer,
  ): void {
    if (status !== 200 || rows === undefined) return
    const correlation = header(request.headers, 'x-mock-walk') ?? null
    scripts.afterList({
      userId: token.user_id,
      tokenId: token.id,
      datasetId: token.dataset_id,
      request,
      edition,
      correlation,
    })
  }

  function remember(
    asked: Asked,
    { delivery, plan, time, at, duration }: Outcome,
  ): Entry | undefined {
    if (!journal.isOn) return undefined
    const { request, token, edition } = asked
    const { method, target, headers } = request
    const { answer, end } = delivery
    const record = {
      time,
      user: token?.user_id ?? null,
      token: token?.id ?? null,
      edition: token ? edition : null,
      method,
      target,
      status: end === undefined ? answer.status : null,
      rows: answer.rows ?? null,
      duration,
      faults: plan?.types ?? NO_FAULTS,
      faultIds: plan?.ids ?? NO_FAULTS,
      preferences: header(headers, 'prefer') ?? null,
      correlation: correlationOf(headers),
      isNamed: Boolean(headers['x-mock-walk']),
      isFromDashboard: asked.isFromDashboard,
      accept: headers.accept ?? null,
      isAjax: headers['x-requested-with'] === 'XMLHttpRequest',
      hasBody: request.body !== '',
      origin: originOf(headers),
      at,
      delay: delivery.delay,
      lane: takeLane(asked, at),
      list: lanes ? (answer.listing ?? null) : null,
      limit: lanes ? limitOf(answer.headers) : null,
    }
    return journal.add(record, end === undefined ? delivery : undefined)
  }

  function takeLane({ request: { socket }, token, isFromDashboard }: Asked, at: number): number {
    if (!lanes || !socket) return 0
    if (!isFromDashboard) return lanes.take(socket, token?.id ?? null, at)
    lanes.use(socket)
    return 0
  }
}

type Outcome = {
  readonly delivery: Delivery
  readonly plan: Plan | undefined
  readonly time: number
  readonly at: number
  readonly duration: number
}

/** Tells the client what was done on its own request, and a person why an answer is odd. */
function withNotes(answer: Answer, asked: Asked, plan: Plan | undefined): Answer {
  const honoured = applied(asked.preferences, answer)
  const notes = {
    ...(honoured !== '' && { 'Preference-Applied': honoured }),
    ...(plan &&
      plan.types.length > 0 && {
        'X-Mock-Fault': plan.types.join(', '),
        'X-Mock-Fault-Id': plan.ids.join(', '),
      }),
  }
  return { ...answer, headers: { ...answer.headers, ...notes } }
}
