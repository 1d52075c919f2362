// Rule: the client fetched the first page again before every other page.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, lastOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import type { LintRule, Session } from './rule.ts'
import { symptomsOf } from './symptoms.ts'
import { counted } from './words.ts'

const TIMES = 2
const MIN_POSITIONS = 2

export const redundantFirstPage: LintRule = {
  id: 'redundant-first-page',
  severity: 'note',
  why: 'What the first page says, every page says: fetched again and again it doubles the requests.',
  fix: 'Read total and last_page, or the next cursor, from the page that you have.',
  unless:
    'Looks a second or more apart, over connections that the walk does not use, are taken for polling. Some libraries, such as SWR, look so by default, so this is a note.',
  explainedBy: ['page-not-understood'],
  wrong: `
    for (let page = 1; page <= (await get({ page: 1 })).last_page; page++) {
      const { data } = await get({ page })
      rows.push(...data)
    }
  `,
  right: `
    for (let page = 1, last = 1; page <= last; page++) {
      const body = await get({ page })
      rows.push(...body.data)
      last = body.last_page
    }
  `,
  find(walk, session) {
    const positions = symptomsOf(walk).positions.length - 1
    const lone =
      positions < MIN_POSITIONS ? [] : withoutPolls(loneLooks(walk, session), walk, session.alike)
    const looks = [...lone, ...ownLooks(walk)]
    const within = looks.length === 0 ? looks : oneOfEachGap(walk, looks)
    const isRedundant =
      within.length >= TIMES
        ? within.length >= (positions - 1) / (isAlone(walk, session) ? 2 : 1)
        : within.length > 0 && lone.filter((look) => isOnLane(look, walk)).length > TIMES
    if (!isRedundant) return undefined
    const shown = [...new Set([...within, ...lone])].toSorted((a, b) => a.entry.id - b.entry.id)
    return {
      message: `the first page was fetched ${counted(shown.length, 'more time')} while ${counted(positions + 1, 'page')} were read`,
      shown: shown.map((step) => ({ step, note: 'the first page again' })),
    }
  },
}

/**
 * Whether no other client reads the list beside a walk. Such a client may look as well, and only a
 * look in each gap is then the walk's own.
 */
const isAlone = (walk: Walk, { crowd }: Session): boolean =>
  crowd.every((other) => other === walk || isLook(other))

/**
 * Walks of the same client that are a single fetch of the first page.
 * The search goes back and on from the walk, up to the next longer walk of the same client.
 */
function loneLooks(walk: Walk, { alike, indexAlike, clients }: Session): WalkStep[] {
  const lines = linesOf(walk)
  const lanes = new Set(walk.steps.map(({ entry }) => entry.lane))
  return [...looksAlong(-1), ...looksAlong(1)]

  function looksAlong(direction: 1 | -1): WalkStep[] {
    const looks: WalkStep[] = []
    for (let at = indexAlike + direction; ; at += direction) {
      const other = alike[at]
      if (!other) return looks
      if (isLook(other)) {
        const look = lastOf(other)
        if (look.position === FIRST && (lines.has(look.line) || lanes.has(look.entry.lane)))
          looks.push(look)
      } else if (!isOther(walk, other) && !clients.areApart(walk, other)) return looks
    }
  }
}

/** The lines that a walk used. */
function linesOf({ steps }: Walk): ReadonlySet<number> {
  const lines = new Set(steps.map(({ line }) => line))
  lines.delete(0)
  return lines
}

/** Whether a walk is one fetch of the first page, perhaps with retries. */
const isLook = ({ steps }: Walk): boolean =>
  steps.length === 1 ||
  steps.every(
    ({ position, link }, index) => position === FIRST && (index === 0 || link === 'retry'),
  )

/** Whether two walks of several requests share no connection, and `walk` used only one. */
function isOther(walk: Walk, other: Walk): boolean {
  const { onlyLine } = symptomsOf(walk)
  return (
    other !== walk &&
    other.steps.length > 1 &&
    firstOf(other).line !== 0 &&
    walk.steps.length > 1 &&
    onlyLine !== undefined &&
    !hasUsed(other, onlyLine)
  )
}

function hasUsed(walk: Walk, used: number): boolean {
  const { onlyLine } = symptomsOf(walk)
  return onlyLine === undefined ? walk.steps.some(({ line }) => line === used) : onlyLine === used
}

/**
 * Removes looks of a client that polls beside a walk. Such looks come over connections that the
 * walk does not use, a second or more apart. Beside a walk that keeps its connections, each look
 * over a new connection is another client's.
 */
function withoutPolls(looks: readonly WalkStep[], walk: Walk, alike: readonly Walk[]) {
  if (looks.length === 0) return looks
  const lines = linesOf(walk)
  const isOwn = ({ line }: WalkStep): boolean => line === 0 || lines.has(line)
  if (!keepsConnections(walk.steps)) {
    const others = looks.filter((look) => !isOwn(look))
    return arePolls(others.toSorted((a, b) => a.entry.id - b.entry.id))
      ? looks.filter(isOwn)
      : looks
  }
  return looks.filter((look) => {
    if (isOwn(look)) return true
    const others = stepsOver(look.line, alike)
    return others.length > 1 && !arePolls(others)
  })
}

const byLine = new WeakMap<readonly Walk[], ReadonlyMap<number, readonly WalkStep[]>>()

/** The requests of some walks over a line. They are sorted once, because each look asks for them. */
function stepsOver(line: number, walks: readonly Walk[]): readonly WalkStep[] {
  const sorted =
    byLine.get(walks) ??
    Map.groupBy(
      walks.flatMap(({ steps }) => steps),
      (step) => step.line,
    )
  byLine.set(walks, sorted)
  return sorted.get(line) ?? []
}

const arePolls = (looks: readonly WalkStep[]): boolean =>
  looks.every(
    (look, index) =>
      look.position === FIRST &&
      (index === 0 || waited(looks[index - 1] ?? look, look) >= LOOKS_APART_MS),
  )

/** Looks at least this far apart are taken for polling. */
const LOOKS_APART_MS = 1000 - 50

const keepsConnections = (steps: readonly WalkStep[]): boolean =>
  steps.some(({ line }, index) => line !== 0 && steps[index - 1]?.line === line)

const isOnLane = (look: WalkStep, walk: Walk): boolean =>
  look.entry.lane === firstOf(walk).entry.lane

const ownLooks = (walk: Walk): WalkStep[] =>
  walk.served.slice(1).filter(({ position, link }) => position === FIRST && link !== 'retry')

/** Whether a request was answered before another one. Over one connection this is certain. */
const isAnswered = (one: WalkStep, later: WalkStep): boolean =>
  one.sentAt <= later.entry.at || (one.line !== 0 && one.line === later.line)

/**
 * The looks that lie between two requests of a walk, at most one for each pair.
 * A look came after the first request's answer, and got its own answer before the second request.
 */
function oneOfEachGap(walk: Walk, looks: readonly WalkStep[]): WalkStep[] {
  const gaps = new Map<number, WalkStep>()
  for (const look of looks) {
    const gap = walk.steps.findIndex(({ entry }) => entry.id > look.entry.id)
    const [before, after] = [walk.steps[gap - 1], walk.steps[gap]]
    const isBetween =
      before !== undefined &&
      after !== undefined &&
      (before === look || isAnswered(before, look)) &&
      isAnswered(look, after)
    if (isBetween && !gaps.has(gap)) gaps.set(gap, look)
  }
  return [...gaps.values()].toSorted((a, b) => a.entry.id - b.entry.id)
}
