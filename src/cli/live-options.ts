// Reads the options of commands that ask a live API: its address, the token and the budget.

import { questions } from '../calibration/questions.ts'
import { whole } from '../problems/given-values.ts'
import { IN_OUR_WORDS, toSentence } from '../problems/problems.ts'
import type { Budget, LiveOptions } from '../live/live-api.ts'
import { ConfigError } from '../parse-settings.ts'
import type { CommandLine } from './flags.ts'
import type { Input, Output, Program } from './program.ts'

type Flags = CommandLine['flags']

/** All options except the token, because --dry-run needs no token. */
export type LivePlan = {
  readonly url: string
  readonly option: '--live'
  readonly budget: Budget
  readonly pause: number
  readonly isDry: boolean
}

const MAX_REQUESTS = 1_000_000
const MAX_SECONDS = 86_400
const MAX_PAUSE = 60_000
const MAX_TOKEN = 8192

/** Throws a ConfigError for a wrong value. */
export function livePlanOf(flags: Flags, defaults: Budget): LivePlan {
  const url = flags['live']
  if (typeof url !== 'string' || url === '')
    throw new ConfigError('which API? Give its URL with --live https://app.example.com')
  return {
    url,
    option: '--live',
    budget: {
      requests: numberOf(flags, 'max-requests', [1, MAX_REQUESTS]) ?? defaults.requests,
      milliseconds:
        1000 * (numberOf(flags, 'max-seconds', [1, MAX_SECONDS]) ?? defaults.milliseconds / 1000),
    },
    pause: numberOf(flags, 'pause', [0, MAX_PAUSE]) ?? 250,
    isDry: flags['dry-run'] === true,
  }
}

function numberOf(
  flags: Flags,
  name: string,
  [least, most]: readonly [number, number],
): number | undefined {
  if (flags[name] === undefined) return undefined
  const result = whole(least, most).safeParse(flags[name], IN_OUR_WORDS)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new ConfigError(`--${name} ${issue ? toSentence(issue) : 'is no number'}`)
}

/**
 * Adds the token. Until `close` is called, SIGINT and SIGTERM stop the requests to the live API.
 */
export async function openLiveOptions(
  { isDry: _, ...plan }: LivePlan,
  flags: Flags,
  program: Program,
): Promise<LiveOptions & { readonly close: () => void }> {
  const token = await tokenOf(flags, program)
  const stopping = new AbortController()
  const stop = (): void => stopping.abort()
  for (const signal of SIGNALS) process.once(signal, stop)
  return {
    ...plan,
    token,
    signal: stopping.signal,
    notify: program.notify,
    close: () => {
      for (const signal of SIGNALS) process.off(signal, stop)
    },
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** The messages repeat no value, because a user may give the token itself by mistake. */
async function tokenOf(flags: Flags, { env, stdin: openStdin }: Program): Promise<string> {
  const name = flags['token-env']
  if (typeof name === 'string') {
    const value = env[name]?.trim()
    if (value) return withoutScheme(value)
    throw new ConfigError(
      '--token-env must name an environment variable that holds the token; the one it names is not set',
    )
  }
  const stdin = openStdin?.()
  const line = stdin && !stdin.isTTY ? await readLine(stdin) : ''
  if (line !== '') return withoutScheme(line)
  throw new ConfigError(
    'which token? Name the environment variable that holds it with --token-env NAME, or send it to stdin',
  )
}

const withoutScheme = (text: string): string => text.replace(/^bearer\s+/i, '')

/** Reads the first line of a stream that may never end. */
async function readLine(stream: Input): Promise<string> {
  let text = ''
  for await (const chunk of stream) {
    text += String(chunk)
    if (text.includes('\n') || text.length > MAX_TOKEN) break
  }
  return (text.split('\n', 1)[0] ?? '').trim()
}

/** Counts the questions on a terminal, in one line that is cleared at the end. */
export function countQuestionsOn(stream: Output): (count: number) => void {
  if (!stream.isTTY) return () => undefined
  return (count) =>
    void stream.write(
      count === questions.length ? '\r\x1b[K' : `\rquestion ${count} of ${questions.length}`,
    )
}
