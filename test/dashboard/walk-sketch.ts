// Walks in shorthand.

import type { WalkView } from '../../src/client/wire.ts'
import type { Step } from '../../src/dashboard/walks/course.ts'
import { Link } from '../../src/judge/walk-schemas.ts'

const PER_PAGE = 15

export type Sketch = Partial<
  Pick<
    WalkView,
    'verdict' | 'distinct' | 'missed' | 'duplicated' | 'requests' | 'retries' | 'findings'
  >
> & {
  /** "2 repeat 15": page or cursor, link, and rows or "-" for 503; by default `first` or `next`, and a full page. */
  readonly asked: readonly string[]
  readonly rows: number | null
}

export const byPage = (sketch: Sketch): WalkView => toWalk(sketch, 'page')

/** "first" is the request without a cursor. */
export const byCursor = (sketch: Sketch): WalkView => toWalk(sketch, 'cursor')

function toWalk({ asked, rows, ...given }: Sketch, paginator: WalkView['paginator']): WalkView {
  const steps = asked.map((text, index) => toStep(text, index, paginator))
  const distinct = given.distinct ?? rows ?? 0
  return {
    id: 1,
    user: 1,
    token: 1,
    edition: 'combined',
    name: null,
    paginator,
    filters: {},
    per_page: PER_PAGE,
    started_at: '2025-01-25T14:30:00.000Z',
    ended_at: '2025-01-25T14:30:01.000Z',
    verdict: 'truncated',
    rows,
    delivered: distinct,
    distinct,
    missed: Math.max(0, (rows ?? 0) - distinct),
    missed_rows: [],
    duplicated: 0,
    duplicated_rows: [],
    requests: steps.length,
    retries: steps.filter(({ link }) => link === 'retry').length,
    steps,
    excuse: null,
    findings: [],
    ...given,
  }
}

function toStep(text: string, index: number, paginator: WalkView['paginator']): Step {
  const [place = '', link = index === 0 ? 'first' : 'next', rows = String(PER_PAGE)] =
    text.split(' ')
  return {
    request: index + 1,
    page: paginator === 'page' ? Number(place) : null,
    cursor: paginator === 'page' || place === 'first' ? null : place,
    link: Link.parse(link),
    after: index * 100,
    took: 10,
    retry_after: 0,
    evidence: null,
    status: rows === '-' ? 503 : 200,
    rows: rows === '-' ? null : Number(rows),
  }
}
