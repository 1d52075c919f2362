// Measures values that need neither the large store nor references under load.

import { type Build, ownBuild } from './build-state.ts'
import { figure } from './catalogue.ts'
import { coldStartNames, measureColdStarts } from './cold-start.ts'
import { toRatio } from './comparison.ts'
import { measureFindings, measureJudgedMemory } from './judge.ts'
import { note } from './note.ts'
import { measureReset, resetNames } from './reset.ts'
import type { Sandbox } from './sandbox.ts'
import type { Finding, Measure } from './finding.ts'

export type SingleOptions = {
  readonly build: Build
  /** The names of the measurements to run. */
  readonly only: readonly string[]
}

export type StartOptions = {
  readonly builds: readonly Build[]
  /** The names of the measurements to run. */
  readonly only: readonly string[]
  readonly measure: Measure
}

/** Returns the findings of each build. */
export async function measureStarts(
  sandbox: Sandbox,
  { builds, only, measure }: StartOptions,
): Promise<Finding[][]> {
  const findings = builds.map((): Finding[] => [])
  for (const name of coldStartNames.filter((start) => only.includes(start))) {
    note(`starts: ${name}`)
    for (const [index, starts] of (await measureColdStarts(sandbox, name, builds)).entries()) {
      const { byWait, byCpu } = starts
      const [ranked, other] = measure === 'cpu' ? [byCpu, byWait] : [byWait, byCpu]
      const ratio = toRatio(ranked)
      findings[index]?.push({ ...figure(name, ratio.value), ratio, byOther: toRatio(other).value })
    }
  }
  return findings
}

export async function measureSingles(
  sandbox: Sandbox,
  { build, only }: SingleOptions,
): Promise<Finding[]> {
  const findings: Finding[] = []
  // A reset is measured with the sources of this clone, so only for this clone's build.
  for (const name of resetNames.filter((reset) => build === ownBuild && only.includes(reset))) {
    note(`resets: ${name}`)
    findings.push(figure(name, await measureReset(sandbox, name)))
  }
  if (only.includes('judge-findings')) {
    note('reports of the judge')
    findings.push(figure('judge-findings', await measureFindings(sandbox, build)))
  }
  if (only.includes('judge-memory')) {
    note('memory with and without the judge')
    const unjudged = await measureJudgedMemory(sandbox, build, '--no-judge')
    findings.push(figure('judge-memory', await measureJudgedMemory(sandbox, build)))
    if (unjudged !== undefined) note(`${unjudged.toFixed(0)} MB without the judge`)
  }
  return findings
}
