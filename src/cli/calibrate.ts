// The command `calibrate` prints the settings of a live API as a table or JSON. It can also write
// them to the config file.

import { calibrateLive, DEFAULT_BUDGET } from '../calibration/calibrate.ts'
import { planText, toText } from '../calibration/text.ts'
import { parseAddress } from '../live/address.ts'
import { toPrintable } from '../reports/words.ts'
import { type CommandLine } from './flags.ts'
import { CONFIG_FILE, configFileOf } from './config-file.ts'
import { countQuestionsOn, livePlanOf, openLiveOptions } from './live-options.ts'
import type { Program } from './program.ts'
import { openSettingsFile } from './write-settings.ts'

export const exitCodes = { complete: 0, incomplete: 1, notAsked: 2 } as const

/** Throws a ConfigError or a LiveError when it has no result. */
export async function run(line: CommandLine, program: Program): Promise<number> {
  const { flags } = line
  const { stdout, stderr, redaction, env } = program
  const plan = livePlanOf(flags, DEFAULT_BUDGET)
  const base = parseAddress(plan.url, plan)
  if (plan.isDry) {
    stdout.write(planText({ ...plan, base }))
    return exitCodes.complete
  }
  const path = configFileOf(line, env) ?? CONFIG_FILE
  const file = flags['write'] === true ? openSettingsFile(path) : undefined
  const { close, ...options } = await openLiveOptions(plan, flags, program)
  const calibration = await calibrateLive(options, countQuestionsOn(stderr)).finally(close)
  const output =
    flags['json'] === true
      ? `${JSON.stringify(calibration, null, 2)}\n`
      : toText(calibration)
          .split('\n')
          .map((text) => toPrintable(text))
          .join('\n')
  stdout.write(redaction.sentence(output))
  if (file) program.notify(writtenText(await file.write(calibration.settings), path))
  return calibration.complete ? exitCodes.complete : exitCodes.incomplete
}

const writtenText = (names: readonly string[], path: string): string =>
  names.length === 0
    ? `${path} has these settings already`
    : `${path} now has ${names.join(', ')} of the API`
