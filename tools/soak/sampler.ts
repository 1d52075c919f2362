// Measures memory at regular intervals.

const SAMPLE_MS = 100
const PRINT_EVERY = 100

/** Memory in MB, and the seconds since the start. */
export type Sample = { readonly mb: number; readonly at: number }

export type Sampler = ReturnType<typeof createSampler>

export type SamplerOptions = {
  readonly readMb: () => number
  readonly readSeconds: () => number
  readonly print: (line: string) => void
}

/** Prints a line every ten seconds. */
export function createSampler({ readMb, readSeconds, print }: SamplerOptions) {
  let highest = look()
  let samples = 0
  const timer = setInterval(() => {
    const { mb, at } = take()
    if (++samples % PRINT_EVERY === 0)
      print(`  ${at.toFixed(0).padStart(5)} s  ${mb} MB, at most ${highest.mb} MB`)
  }, SAMPLE_MS)
  return { take, highest: (): Sample => highest, stop: (): void => clearInterval(timer) }

  function take(): Sample {
    const sample = look()
    if (sample.mb > highest.mb) highest = sample
    return sample
  }

  function look(): Sample {
    return { mb: Math.round(readMb()), at: readSeconds() }
  }
}
