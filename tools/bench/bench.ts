// Measures the mock against references in the same run, because only ratios mean something on another machine.

import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeBuild } from './build-state.ts'
import { comparisons, type FigureName, figures, names } from './catalogue.ts'
import { measureColdStart } from './cold-start.ts'
import { busyShare, compare, coreShare } from './comparison.ts'
import { openLoadGenerator } from './load-generator.ts'
import { measureFindings, measureJudgedMemory } from './judge.ts'
import { type Options, parseOptions } from './options.ts'
import { findMemory } from './process-use.ts'
import { measureReset, resetNames } from './reset.ts'
import { measureRounds, type Measurements } from './rounds.ts'
import { openSandbox, type Sandbox } from './sandbox.ts'
import { copyLarge, startMock, startServers } from './servers.ts'
import { type Finding, formatTable } from './table.ts'

const SETTLE_MS = 1000
/** A server that is loaded all the time has about a whole core. */
const UNDISTURBED = 0.9

await main().catch((error: unknown) => {
  note(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2))
  const setting = `Node.js ${process.version}, ${availableParallelism()} cores, ${options.rows.toLocaleString('en')} rows, mock from ${describeBuild()}`
  note(setting)
  const sandbox = openSandbox()
  try {
    const found = [
      ...(await measureSmall(sandbox, options)),
      ...(await measureLarge(sandbox, options)),
    ]
    const findings = found.toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name))
    process.stdout.write(`${formatTable(findings)}\n`)
    if (options.json !== undefined)
      writeFileSync(options.json, `${JSON.stringify({ setting, options, findings }, null, 2)}\n`)
  } finally {
    sandbox.close()
  }
}

/** The measurements without the large store. */
async function measureSmall(sandbox: Sandbox, { only }: Options): Promise<Finding[]> {
  const findings: Finding[] = []
  if (only.includes('cold')) {
    note('cold starts')
    const { ratio, mock, bare } = await measureColdStart(sandbox)
    note(`median of ${mock.toFixed(0)} ms against ${bare.toFixed(0)} ms`)
    findings.push(figure('cold', ratio))
  }
  for (const name of resetNames.filter((reset) => only.includes(reset))) {
    note(`resets: ${name}`)
    findings.push(figure(name, await measureReset(sandbox, name)))
  }
  return [...findings, ...(await measureJudge(sandbox, only))]
}

async function measureJudge(sandbox: Sandbox, only: Options['only']): Promise<Finding[]> {
  const findings: Finding[] = []
  if (only.includes('judge-findings')) {
    note('reports of the judge')
    findings.push(figure('judge-findings', await measureFindings(sandbox)))
  }
  if (only.includes('judge-memory')) {
    note('memory with and without the judge')
    const unjudged = await measureJudgedMemory(sandbox, '--no-judge')
    findings.push(figure('judge-memory', await measureJudgedMemory(sandbox)))
    if (unjudged !== undefined) note(`${unjudged.toFixed(0)} MB without the judge`)
  }
  return findings
}

/** The measurements with the large store. */
async function measureLarge(
  sandbox: Sandbox,
  { only, rows, rounds, seconds }: Options,
): Promise<Finding[]> {
  const findings: Finding[] = []
  const wanted = comparisons.filter(({ name }) => only.includes(name))
  const loads = only.includes('loaded') ? comparisons : wanted
  const wantsMemory = only.includes('idle') || only.includes('loaded')
  if (!only.includes('seeding') && !wantsMemory && wanted.length === 0) return findings

  note('seeding the large store')
  const seeded = await startMock(sandbox, rows, 'large')
  await seeded.stop()
  copyLarge(sandbox, rows)
  if (only.includes('seeding')) findings.push(figure('seeding', rows / seeded.startSeconds))

  const large = await startMock(sandbox, rows, 'large')
  await sleep(SETTLE_MS)
  if (only.includes('idle')) findings.push(figure('idle', findMemory(large.pid)))
  if (loads.length === 0) return findings

  const measurements = await measureRounds(
    loads.flatMap(({ series, reference }) => [series, reference]),
    {
      servers: await startServers(sandbox, large),
      generator: openLoadGenerator(sandbox),
      rounds,
      seconds,
      onRound: (round) => note(round === 0 ? 'warming up' : `round ${round} of ${rounds}`),
    },
  )
  if (only.includes('loaded')) findings.push(figure('loaded', findMemory(large.pid)))
  noteConditions(measurements)
  return [...wanted.map((comparison) => compare(comparison, measurements)), ...findings]
}

function noteConditions(measurements: Measurements): void {
  const share = coreShare(measurements)
  note(`the load generator was busy ${formatPercent(busyShare(measurements))} of the time at most`)
  if (Number.isNaN(share) || share >= UNDISTURBED) return
  note(
    `a server had only ${formatPercent(share)} of a core: other work disturbed the run, so trust the column "by CPU" more than "result"`,
  )
}

function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`
}

function figure(name: FigureName, value: number | undefined): Finding {
  return { name, value, ...figures[name] }
}

function note(text: string): void {
  process.stderr.write(`bench: ${text}\n`)
}
