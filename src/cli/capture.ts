// The command `capture` writes a live list to a dataset file.

import { rmSync } from 'node:fs'
import { DEFAULT_BUDGET } from '../calibration/calibrate.ts'
import {
  type Captured,
  captureList,
  type CaptureListOptions,
  DEFAULT_ROWS,
} from '../capture/capture-list.ts'
import { interruptionFileOf } from '../capture/interruption.ts'
import { summaryOf } from '../capture/summary.ts'
import { type TextKind, textKinds } from '../dataset/captured.ts'
import { parseAddress } from '../live/address.ts'
import { openLiveApi } from '../live/live-api.ts'
import { ConfigError } from '../parse-settings.ts'
import { quoteValue } from '../problems/problems.ts'
import { toPrintable } from '../reports/words.ts'
import { refusalOf, writeOutputFile } from '../system/output-file.ts'
import { reasonOf } from '../system/system-errors.ts'
import type { CommandLine } from './flags.ts'
import { filtersOf } from './filters.ts'
import { textOf } from './lint-options.ts'
import { type LivePlan, livePlanOf, openLiveOptions } from './live-options.ts'
import type { Output, Program } from './program.ts'
import { readInterrupted } from './interrupted-capture.ts'

type Flags = CommandLine['flags']

export const exitCodes = { captured: 0, leaks: 1, incomplete: 2 } as const

/** Only this user can read or write the file. */
const MODE = 0o600
const MAX_ROWS = 1_000_000
const ROWS_OF_PAGE = 10
const SPARE_REQUESTS = 20

/** Throws a ConfigError, or a LiveError or CaptureError when it has no rows to keep. */
export async function run({ flags }: CommandLine, program: Program): Promise<number> {
  const file = fileOf(flags)
  const rows = rowsOf(flags)
  const plan = livePlanOf(flags, {
    requests: Math.ceil(rows / ROWS_OF_PAGE) + SPARE_REQUESTS,
    milliseconds: DEFAULT_BUDGET.milliseconds,
  })
  const wanted = {
    rows,
    filters: filtersOf(flags['filter']),
    keep: keptOf(textOf(flags['keep'])),
    salt: saltOf(textOf(flags['salt-env']), program.env),
  }
  const base = parseAddress(plan.url, plan)
  if (plan.isDry) {
    program.stdout.write(planText({ ...plan, ...wanted, base, file }))
    return exitCodes.captured
  }
  const resume = flags['resume'] === true ? readInterrupted(file, wanted) : undefined
  const { close, ...options } = await openLiveOptions(plan, flags, program)
  const captured = await captureList({
    ...wanted,
    api: openLiveApi(options),
    resume,
    onProgress: progressOn(program.stderr, rows),
  }).finally(close)
  await write(captured, file)
  const summary = summaryOf(captured, file).map((line) => `${toPrintable(line)}\n`)
  program.stdout.write(program.redaction.sentence(summary.join('')))
  return exitCodeOf(captured, program)
}

function exitCodeOf({ failure, leaks, interruption }: Captured, { notify }: Program): number {
  if (failure) {
    notify(failure.message)
    if (interruption) notify('go on with the same command and --resume')
    return exitCodes.incomplete
  }
  return leaks.length > 0 ? exitCodes.leaks : exitCodes.captured
}

function fileOf(flags: Flags): string {
  const file = textOf(flags['out'])
  if (file === undefined) throw new ConfigError('where to? Name a file with --out dataset.json')
  const refusal = refusalOf(file)
  if (refusal !== undefined) throw new ConfigError(`--out ${file}: ${refusal}`)
  return file
}

function rowsOf(flags: Flags): number {
  const text = textOf(flags['rows']) ?? String(DEFAULT_ROWS)
  const rows = /^\d+$/.test(text) ? Number(text) : 0
  if (rows < 1 || rows > MAX_ROWS)
    throw new ConfigError(
      `--rows must be a whole number from 1 to ${MAX_ROWS}, not ${quoteValue(text)}`,
    )
  return rows
}

function keptOf(text = ''): TextKind[] {
  return text
    .split(',')
    .filter((name) => name !== '')
    .map((name) => {
      const kind = textKinds.find((known) => known === name.trim())
      if (kind === undefined)
        throw new ConfigError(
          `--keep must name kinds of ${textKinds.join(', ')}, not ${quoteValue(name)}`,
        )
      return kind
    })
}

/** The messages name the variable and never its value, which is secret. */
function saltOf(name: string | undefined, env: Program['env']): string | undefined {
  if (name === undefined) return undefined
  const salt = env[name]
  if (salt) return salt
  throw new ConfigError(
    `--salt-env must name an environment variable that holds the salt; ${quoteValue(name)} is not set`,
  )
}

/** Writes the dataset first, because the note is useless without it. */
async function write({ text, interruption }: Captured, file: string): Promise<void> {
  const noteFile = interruptionFileOf(file)
  try {
    await writeOutputFile(file, [text], { mode: MODE })
    if (interruption)
      await writeOutputFile(noteFile, [`${JSON.stringify(interruption)}\n`], { mode: MODE })
    else rmSync(noteFile, { force: true })
  } catch (error) {
    throw new ConfigError(`cannot write the dataset to ${file}: ${reasonOf(error)}`)
  }
}

type Plan = LivePlan & {
  readonly base: string
  readonly file: string
  readonly rows: number
  readonly filters: Readonly<Record<string, string>>
  readonly keep: readonly TextKind[]
}

function planText({ base, file, rows, filters, keep, budget, pause }: Plan): string {
  const replaced = textKinds.filter((kind) => !keep.includes(kind))
  const names = Object.keys(filters)
  return [
    `${base}/api/user/conversations is read by GET, up to ${rows} rows${names.length > 0 ? `, filtered by ${names.join(', ')}` : ''}`,
    `budget: ${budget.requests} requests, ${budget.milliseconds / 1000} s, ${pause} ms between two requests`,
    `replaced: ${replaced.join(', ') || 'nothing'}; kept: ${keep.join(', ') || 'nothing'}`,
    `written: ${file}`,
    'nothing was asked',
    '',
  ].join('\n')
}

/** Shows the progress on a terminal, in one line that is cleared at the end. */
function progressOn(stream: Output, wanted: number): CaptureListOptions['onProgress'] {
  if (!stream.isTTY) return undefined
  return (rows, total) => {
    const all = Math.min(wanted, total ?? wanted)
    stream.write(
      rows >= all
        ? '\r\x1b[K'
        : `\rcaptured ${rows} of ${total === null ? 'up to ' : ''}${all} rows`,
    )
  }
}
