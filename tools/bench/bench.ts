// Measures the mock and its references in one run. Only their ratios carry over to another machine.

import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { compareSeries, pairSingles } from './build-comparison.ts'
import { type Build, describeBuild, ownBuild, requireBuild } from './build-state.ts'
import { type BuildFinding, formatBuildTable } from './build-table.ts'
import { names } from './catalogue.ts'
import { busyShare, compare, othersShare } from './comparison.ts'
import type { Finding, Measure } from './finding.ts'
import { measureLoad, wantedOf } from './load-figures.ts'
import { note } from './note.ts'
import { help, type Options, parseOptions } from './options.ts'
import type { Measurements } from './rounds.ts'
import { openSandbox, type Sandbox } from './sandbox.ts'
import { measureSingles, measureStarts } from './single-figures.ts'
import { formatTable } from './table.ts'

await main().catch((error: unknown) => {
  note(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2))
  if (options.help) {
    process.stdout.write(`${help}\n`)
    return
  }
  const other = options.against === undefined ? undefined : requireBuild(options.against)
  const measure = options.cpu ? 'cpu' : 'rate'
  const setting = `${new Date().toISOString().slice(0, 10)}, Node.js ${process.version}, ${availableParallelism()} cores, ${options.rows.toLocaleString('en')} rows, mock from ${describeBuild()}`
  note(setting)
  const sandbox = openSandbox()
  try {
    const { findings, table } = other
      ? await measureBoth(sandbox, other, { options, measure })
      : await measureOwn(sandbox, options, measure)
    process.stdout.write(`${table}\n`)
    if (options.json !== undefined)
      writeFileSync(options.json, `${JSON.stringify({ setting, options, findings }, null, 2)}\n`)
  } finally {
    sandbox.close()
  }
}

type Result<T> = { readonly findings: readonly T[]; readonly table: string }

async function measureOwn(
  sandbox: Sandbox,
  options: Options,
  measure: Measure,
): Promise<Result<Finding>> {
  const { only } = options
  const [starts = []] = await measureStarts(sandbox, { builds: [ownBuild], only, measure })
  const singles = await measureSingles(sandbox, { build: ownBuild, only })
  const {
    findings: [ofStore = []],
    measurements,
  } = await measureLoad(sandbox, [ownBuild], options)
  noteConditions(measurements)
  const compared = wantedOf(options).map((one) => compare(one, measurements, measure))
  const findings = inOrder([...starts, ...singles, ...compared, ...ofStore], ({ name }) => name)
  return { findings, table: formatTable(findings, measure) }
}

async function measureBoth(
  sandbox: Sandbox,
  other: Build,
  { options, measure }: { readonly options: Options; readonly measure: Measure },
): Promise<Result<BuildFinding>> {
  const { only } = options
  const builds = [ownBuild, other]
  const [ownStarts = [], otherStarts = []] = await measureStarts(sandbox, { builds, only, measure })
  const own = await measureSingles(sandbox, { build: ownBuild, only })
  const others = await measureSingles(sandbox, { build: other, only })
  const load = await measureLoad(sandbox, builds, options)
  const {
    findings: [ownStore = [], otherStore = []],
    measurements,
  } = load
  noteConditions(measurements)
  const compared = compareSeries(wantedOf(options), measurements, measure)
  const paired = pairSingles(
    [...ownStarts, ...own, ...ownStore],
    [...otherStarts, ...others, ...otherStore],
  )
  const findings = inOrder([...compared, ...paired], (finding) => finding.own.name)
  return { findings, table: formatBuildTable(findings) }
}

function inOrder<T>(findings: readonly T[], nameOf: (finding: T) => string): T[] {
  return findings.toSorted((a, b) => names.indexOf(nameOf(a)) - names.indexOf(nameOf(b)))
}

function noteConditions(measurements: Measurements): void {
  if (measurements.size === 0) return
  note(`the load generator was busy ${formatPercent(busyShare(measurements))} of the time at most`)
  const share = othersShare(measurements)
  if (!Number.isNaN(share)) note(`other programs had ${formatPercent(share)} of a core`)
}

function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`
}
