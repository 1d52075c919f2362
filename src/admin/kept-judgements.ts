// Keeps judgements until their user sends another request, so that a second report costs only the
// users that changed.

import type { JudgedFinding } from '../judge/judge.ts'
import { packWalks } from '../walks/packed-walks.ts'
import type { Walk } from '../walks/walk.ts'
import type { MockControls } from './controls.ts'
import type { Judged, JudgedWalk } from './judged.ts'

/** The begin of a judgement. `number` rises from judgement to judgement. */
type Begun = {
  readonly number: number
  /** The revision of the requests that the judgement always reads. */
  readonly revision: string
  readonly revisionOfAll: string
}

/** The requests that a judgement read: those of all users for a cursor that may be another's. */
type Reach = 'one user' | 'all users'

type Kept = Begun & { readonly judged: Judged; readonly reach: Reach; readonly bytes: number }

/** Measured and rounded up. */
const BYTES_OF_WALK = 200
const BYTES_OF_FINDING = 400
const BYTES_OF_SHOWN = 800

export function createKeptJudgements({
  journal,
  maxJudgements,
}: Pick<MockControls, 'journal' | 'maxJudgements'>) {
  const kept = new Map<number | null, Kept>()
  let bytes = 0
  let last = 0
  return { begin, last: (): number => last, find, keep }

  /** Called before the requests of a user are read. `strangers`: see strays.ts. */
  function begin(user: number | null, strangers: string): Begun {
    return {
      number: ++last,
      revision: revisionOf(user, strangers),
      revisionOfAll: journal.revisionOfAll(),
    }
  }

  /** Requests without a user matter too, because one of them may belong to a walk of this user. */
  function revisionOf(user: number | null, strangers = journal.revision(null)): string {
    return `${journal.revision(user)};${strangers}`
  }

  /** A judgement that began after another one, or whose requests have not changed since. */
  function find(user: number | null, after: number): Judged | undefined {
    const known = kept.get(user)
    return known && (known.number > after || isUnchanged(known)) ? known.judged : undefined
  }

  function isUnchanged({ judged, reach, revision, revisionOfAll }: Kept): boolean {
    return reach === 'one user'
      ? revision === revisionOf(judged.user)
      : revisionOfAll === journal.revisionOfAll()
  }

  /** Keeps a judgement, unless there is no room for it. */
  function keep(judged: Judged, walks: readonly Walk[], begun: Begun & { reach: Reach }): void {
    const { user } = judged
    const { open, bytes: ofSteps } = packWalks(walks, journal)
    const size = ofSteps + sizeOf(judged)
    drop(user)
    if (bytes + size > maxJudgements) dropOutdated()
    if (bytes + size > maxJudgements) return
    const alone: Judged = { ...judged, open: ({ index }) => open(index) }
    kept.set(user, { ...begun, judged: alone, bytes: size })
    bytes += size
  }

  function dropOutdated(): void {
    for (const [user, known] of kept) if (!isUnchanged(known)) drop(user)
  }

  function drop(user: number | null): void {
    bytes -= kept.get(user)?.bytes ?? 0
    kept.delete(user)
  }
}

const sizeOf = ({ walks, findings }: Judged): number =>
  sum(walks, sizeOfWalk) + sum(findings, sizeOfFinding)

const sizeOfWalk = ({ name, excuse }: JudgedWalk): number =>
  BYTES_OF_WALK + lengthOf(name) + lengthOf(excuse)

const sizeOfFinding = ({ message, shown }: JudgedFinding): number =>
  BYTES_OF_FINDING +
  lengthOf(message) +
  sum(shown, ({ entry, note }) => BYTES_OF_SHOWN + lengthOf(entry.target) + lengthOf(note))

const lengthOf = (text: string | null): number => text?.length ?? 0

const sum = <T>(items: readonly T[], sizeOfItem: (item: T) => number): number =>
  items.reduce((total, item) => total + sizeOfItem(item), 0)
