import { expect, test } from 'vitest'
import { createTurns, type Work } from '../../src/clock/turns.ts'

/** Turns with a clock and an event loop that the test moves by hand. */
function createLoop() {
  let time = 0
  let deferred: (() => void)[] = []
  const turns = createTurns({ now: () => time, defer: (next) => deferred.push(next) })

  /** Runs one round of the event loop: everything that was deferred before it. */
  async function goRound(): Promise<void> {
    const due = deferred
    deferred = []
    for (const next of due) next()
    await new Promise<void>((resolve) => process.nextTick(resolve))
  }

  return {
    ...turns,
    goRound,
    pass: (milliseconds: number): void => void (time += milliseconds),
    isIdle: (): boolean => deferred.length === 0,
  }
}

type Loop = ReturnType<typeof createLoop>

/** Work whose steps take two milliseconds each. */
function* steps(loop: Loop, count: number, log: string[], name = 'step'): Work<string> {
  for (let step = 1; step <= count; step++) {
    log.push(`${name} ${step}`)
    loop.pass(2)
    yield
  }
  return `${name} is done`
}

test('work goes on for a turn, and others have theirs before it goes on', async () => {
  const loop = createLoop()
  const log: string[] = []
  const result = loop.run(steps(loop, 7, log))
  for (let round = 1; !loop.isIdle(); round++) {
    log.push(`round ${round}`)
    await loop.goRound()
  }
  expect(log).toEqual([
    'round 1',
    'round 2',
    'step 1',
    'step 2',
    'step 3',
    'round 3',
    'round 4',
    'step 4',
    'step 5',
    'step 6',
    'round 5',
    'round 6',
    'step 7',
  ])
  expect(await result).toBe('step is done')
})

test('works at once share the turns instead of having one each in a round', async () => {
  const loop = createLoop()
  const log: string[] = []
  const results = Promise.all(['a', 'b'].map(async (name) => loop.run(steps(loop, 4, log, name))))
  const turns: string[] = []
  while (!loop.isIdle()) {
    await loop.goRound()
    await loop.goRound()
    turns.push(log.splice(0).join(', '))
  }
  expect(turns).toEqual(['a 1, a 2, a 3', 'b 1, b 2, b 3', 'a 4', 'b 4'])
  expect(await results).toEqual(['a is done', 'b is done'])
})

test('work ends when nobody waits for it any more', async () => {
  const loop = createLoop()
  const log: string[] = []
  let isGone = false
  const result = loop.run(steps(loop, 9, log), () => {
    if (isGone) throw new Error('the caller went away')
  })
  const refusal = expect(result).rejects.toThrow('the caller went away')
  for (let round = 0; !loop.isIdle(); round++) {
    isGone = round >= 2
    await loop.goRound()
  }
  await refusal
  expect(log).toEqual(['step 1', 'step 2', 'step 3'])
})
