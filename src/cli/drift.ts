// The command `drift` shows where the answers of a live API and of a mock with its rows differ.

import { appendFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { DEFAULT_BUDGET } from '../calibration/calibrate.ts'
import { questions } from '../calibration/questions.ts'
import { driftOf, type DriftRequest } from '../client/drift.ts'
import { decodeText, parseDatasetText } from '../dataset/dataset.ts'
import { countingEntries, type DriftReport } from '../drift/entry.ts'
import { driftFormats } from '../drift/formats.ts'
import { headline } from '../drift/words.ts'
import { parseAddress } from '../live/address.ts'
import { openLiveApi } from '../live/live-api.ts'
import { ConfigError, parseSettings } from '../parse-settings.ts'
import { quoteValue } from '../problems/problems.ts'
import { writeOutputFile } from '../system/output-file.ts'
import { reasonOf } from '../system/system-errors.ts'
import { fromEnvironment } from './environment.ts'
import { type CommandLine } from './flags.ts'
import { configFileOf, fromConfigFile } from './config-file.ts'
import { lintOptionsOf, type LintOptions, textOf } from './lint-options.ts'
import { countQuestionsOn, type LivePlan, livePlanOf, openLiveOptions } from './live-options.ts'
import { outletOf } from './outlet.ts'
import type { Program } from './program.ts'

type Flags = CommandLine['flags']

export const exitCodes = { none: 0, drift: 1, untold: 2 } as const

/** The limit covers the questions and, without a dataset, the rows that are read before them. */
const BUDGET = { ...DEFAULT_BUDGET, requests: 100 }

/** Throws a ConfigError, DatasetError, LiveError or CaptureError when it has no result. */
export async function run(line: CommandLine, program: Program): Promise<number> {
  const { flags } = line
  const { env, notify } = program
  const plan = livePlanOf(flags, BUDGET)
  const base = parseAddress(plan.url, plan)
  const options = lintOptionsOf(flags, 'level')
  const ignores = ignoresOf(flags['ignore'])
  const { dataset: given, ...settings } = parseSettings([
    fromEnvironment(env),
    fromConfigFile(configFileOf(line, env)),
  ])
  const file = textOf(flags['dataset']) ?? (typeof given === 'string' ? given : undefined)
  const dataset = file === undefined ? undefined : readDataset(file)
  if (plan.isDry) {
    program.stdout.write(planText(plan, base, file))
    return exitCodes.none
  }
  const { close, ...live } = await openLiveOptions(plan, flags, program)
  const report = await driftOf({
    api: openLiveApi(live),
    settings,
    dataset,
    ignores,
    onQuestion: countQuestionsOn(program.stderr),
  }).finally(close)
  await publish(report, options, program)
  for (const path of unusedOf(report, ignores))
    notify(`--ignore ${path}: there is no such difference`)
  return exitCodeOf(report)
}

function exitCodeOf(report: DriftReport): number {
  if (countingEntries(report).length > 0) return exitCodes.drift
  return report.complete ? exitCodes.none : exitCodes.untold
}

function ignoresOf(given: Flags[string]): Map<string, string> {
  const ignores = new Map<string, string>()
  for (const text of Array.isArray(given) ? given : []) {
    const [, path, reason] = /^(.+?)=(.*\S.*)$/s.exec(text) ?? []
    if (path === undefined || reason === undefined)
      throw new ConfigError(
        `--ignore must be PATH=REASON, such as '$.data[*].sentiment=new since May', not ${quoteValue(text)}`,
      )
    ignores.set(path.trim(), reason.trim())
  }
  return ignores
}

const unusedOf = ({ entries }: DriftReport, ignores: ReadonlyMap<string, string>): string[] =>
  [...ignores.keys()].filter((path) => !entries.some(({ where }) => where === path))

function readDataset(file: string): DriftRequest['dataset'] {
  try {
    return parseDatasetText(decodeText(readFileSync(file), file), file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new ConfigError(`cannot read the dataset ${file}: ${reasonOf(error)}`)
  }
}

async function publish(
  report: DriftReport,
  { format, output: file }: LintOptions,
  program: Program,
): Promise<void> {
  const { print, summaryFile } = outletOf(program.stdout, program)
  const { output, summary } = driftFormats[format](report)
  const text = `${program.redaction.sentence(output)}\n`
  if (file === undefined) await print(text)
  else await writeOutputFile(file, [text]).catch(refuse('the report', file))
  if (file !== undefined) program.notify(`${headline(report)}; see ${file}`)
  if (summary !== undefined && summaryFile !== undefined)
    await appendFile(summaryFile, `${program.redaction.sentence(summary)}\n`).catch(
      refuse('the summary', summaryFile),
    )
}

const refuse =
  (subject: string, file: string) =>
  (error: unknown): never => {
    throw new ConfigError(`cannot write ${subject} to ${file}: ${reasonOf(error)}`)
  }

function planText({ budget, pause }: LivePlan, base: string, file: string | undefined): string {
  return [
    `${base} is asked ${questions.length} questions at most, by GET, HEAD and OPTIONS`,
    ...(file === undefined
      ? ['its list is read first, and stays in memory']
      : [`the rows of the mock are those of ${file}`]),
    `budget: ${budget.requests} requests, ${budget.milliseconds / 1000} s, ${pause} ms between two requests`,
    'nothing was asked',
    '',
  ].join('\n')
}
