// A script changes rows after the n-th request of a walk. So a client meets the changes at a known
// page.

import type { Clocks } from '../clock/clocks.ts'
import { encodeJson } from '../php/json.ts'
import type { PartialConversation } from '../dataset/partial-conversation.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { RowMaker } from '../seed/row-maker.ts'
import type { Store } from '../store/open-store.ts'
import type { KnownToken } from '../store/tokens.ts'
import { reasonOf } from '../system/system-errors.ts'
import { applyStep, type Change } from './apply.ts'
import type { Script, ScriptEvent, ScriptState, Step } from './schemas.ts'
import { walkOf, walkNameOf } from './walk.ts'

export type Scripts = ReturnType<typeof createScripts>

type ScriptedWalk = { readonly number: number; requests: number }

/** A script, and its length as JSON. */
type Given = { readonly script: Script; readonly rowMaker: RowMaker; readonly bytes: number }

type Run = Given & {
  readonly lastAfter: number
  /** The number of walks that have begun to run the script. */
  walks: number
  /** The walks with steps still to come, the longest idle first. */
  readonly unfinished: Map<string, ScriptedWalk>
  readonly log: ScriptEvent[]
}

const MAX_WALKS = 1000
const MAX_LOG = 100

export function createScripts({ store, clocks }: { store: Store; clocks: Clocks }) {
  const runs = new Map<number, Run>()
  /** The ids of the users whose requests can still cause a step. */
  const armed = new Set<number>()

  function stop(userId?: number): void {
    for (const set of [runs, armed]) {
      if (userId === undefined) set.clear()
      else set.delete(userId)
    }
  }

  function makeSteps(run: Run, walk: ScriptedWalk, { user_id, dataset_id }: KnownToken): void {
    const { script, rowMaker, log } = run
    for (const step of script.steps) {
      if (step.after !== walk.requests) continue
      const context = { datasetId: dataset_id, now: clocks.now(user_id), rowMaker }
      log.push({
        walk: walk.number,
        after: step.after,
        ...attempt(() => store.change(() => applyStep(store, step, context))),
      })
      if (log.length > MAX_LOG) log.shift()
    }
  }

  return {
    /** Starts a script, which replaces the user's current one. */
    run(userId: number, given: Given): ScriptState {
      const { script } = given
      const lastAfter = Math.max(...script.steps.map(({ after }) => after))
      const run = { ...given, lastAfter, walks: 0, unfinished: new Map(), log: [] }
      runs.set(userId, run)
      armed.add(userId)
      return toState(run)
    },

    state(userId: number): ScriptState | undefined {
      const run = runs.get(userId)
      return run && toState(run)
    },

    /** The bytes of the scripts of all users. */
    bytes: (): number => [...runs.values()].reduce((sum, { bytes }) => sum + bytes, 0),

    /** The ids of the users with a script. */
    users: (): number[] => [...runs.keys()],

    /** Ends the script of one user; undefined means all scripts. */
    stop,

    /** Ends the script of a deleted user. */
    forget: (userId: number): void => stop(userId),

    /** Whether a request of any user can still cause a step. */
    get hasAny(): boolean {
      return armed.size > 0
    },

    /** Makes the changes that follow a list request. The answer is made, but not sent yet. */
    afterAnswer(exchange: Exchange): void {
      const { token, answer, isFromDashboard } = exchange
      if (armed.size === 0 || !token || isFromDashboard) return
      if (answer.status !== 200 || answer.rows === undefined) return
      const run = armed.has(token.user_id) ? runs.get(token.user_id) : undefined
      if (!run || !isMeant(run.script, exchange, token)) return
      const walk = follow(run, exchange, token)
      if (walk) makeSteps(run, walk, token)
      if (run.walks >= run.script.times && run.unfinished.size === 0) armed.delete(token.user_id)
    },
  }
}

function isMeant({ match }: Script, exchange: Exchange, token: KnownToken): boolean {
  const name = walkNameOf(exchange)
  return (match?.token ?? token.id) === token.id && (match?.correlation ?? name) === name
}

/** Counts a request in its walk and returns the walk; undefined when it does not run the script. */
function follow(run: Run, exchange: Exchange, token: KnownToken): ScriptedWalk | undefined {
  const { unfinished, lastAfter } = run
  const step = walkOf(exchange, token)
  if (!step) return undefined
  const walk = step.isFirst ? begin(run) : unfinished.get(step.walk)
  unfinished.delete(step.walk)
  if (!walk) return undefined
  walk.requests++
  if (walk.requests < lastAfter) unfinished.set(step.walk, walk)
  const [idlest] = unfinished.keys()
  if (unfinished.size > MAX_WALKS && idlest !== undefined) unfinished.delete(idlest)
  return walk
}

const begin = (run: Run): ScriptedWalk | undefined =>
  run.walks < run.script.times ? { number: ++run.walks, requests: 0 } : undefined

/** Puts a failure of a step into the log, because the client did not ask for the step. */
function attempt(work: () => Change): Omit<ScriptEvent, 'walk' | 'after'> {
  try {
    return { ...work(), error: null }
  } catch (error) {
    return { inserted: [], deleted: [], touched: [], error: reasonOf(error) }
  }
}

const toState = ({ script, walks, log }: Run): ScriptState => ({
  ...script,
  steps: script.steps.map(toShown),
  walks,
  log: [...log],
})

const toShown = ({ insert, ...step }: Step): ScriptState['steps'][number] =>
  typeof insert === 'object' ? { ...step, insert: insert.map(toPlain) } : { ...step, insert }

/** Converts the variables, because JSON.stringify() cannot write PHP values. */
function toPlain({ variables, ...others }: PartialConversation): Record<string, unknown> {
  return variables === undefined
    ? others
    : { ...others, variables: JSON.parse(encodeJson(variables)) }
}
