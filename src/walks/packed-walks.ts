// Walks without their requests. The journal still has the requests, so a walk can be read again.

import type { Work } from '../clock/turns.ts'
import type { Journal } from '../journal/journal.ts'
import { createStepReader } from './step.ts'
import { evidences, links, type Walk, type WalkStep } from './walk.ts'
import { toWalk } from './walk-builder.ts'

/** A request of the walk is no longer in the journal. */
export class RequestGone extends Error {
  override name = 'RequestGone'
}

export type PackedWalks = {
  /** Reads a walk by its index. Throws RequestGone. The steps have no lines. */
  readonly open: (index: number) => Work<Walk>
  readonly bytes: number
}

/** A step takes five bytes: its id after that of the walk, its link and its evidence. */
const BYTES_OF_STEP = 5
const EVIDENCES = [null, ...evidences] as const
const TOGETHER = 16

/** Packs the walks of one user. */
export function packWalks(walks: readonly Walk[], { find }: Pick<Journal, 'find'>): PackedWalks {
  const owners = walks.map(({ id, user, isOver, party }) => ({
    id,
    user,
    isOver,
    party,
  }))
  const starts = new Uint32Array(walks.length + 1)
  for (const [index, { steps }] of walks.entries())
    starts[index + 1] = (starts[index] ?? 0) + steps.length
  const offsets = new Uint32Array(starts.at(-1) ?? 0)
  const marks = new Uint8Array(offsets.length)
  let at = 0
  for (const { id, steps } of walks) {
    for (const { entry, link, evidence } of steps) {
      offsets[at] = entry.id - id
      marks[at++] = links.indexOf(link) * EVIDENCES.length + EVIDENCES.indexOf(evidence)
    }
  }
  return { open, bytes: offsets.length * BYTES_OF_STEP }

  function* open(index: number): Work<Walk> {
    const readStep = createStepReader()
    const owner = owners[index]
    const steps: WalkStep[] = []
    for (let step = starts[index] ?? 0; step < (starts[index + 1] ?? 0); step++) {
      const read = owner && readStepAt(step, owner, readStep)
      if (!read) throw new RequestGone()
      steps.push(read)
      if (steps.length % TOGETHER === 0) yield
    }
    const [start] = steps
    if (!start || !owner) throw new RequestGone()
    return toWalk(start, steps, owner)
  }

  function readStepAt(
    step: number,
    { id, user }: Pick<Walk, 'id' | 'user'>,
    readStep: ReturnType<typeof createStepReader>,
  ): WalkStep | undefined {
    const mark = marks[step] ?? 0
    const link = links[Math.floor(mark / EVIDENCES.length)] ?? 'first'
    // A request without a valid token has no user.
    const entry = find(id + (offsets[step] ?? 0), link === 'tokenless' ? null : user)
    const read = entry && readStep(entry)
    return read && { ...read, link, evidence: EVIDENCES[mark % EVIDENCES.length] ?? null, line: 0 }
  }
}
