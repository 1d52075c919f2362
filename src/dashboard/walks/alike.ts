// Walks of one request that a client makes again and again, as polling does.

import type { WalkView } from '../../client/wire.ts'

/** A walk, and those just before it that are the same but for their time. */
export type Alike = { readonly walk: WalkView; readonly others: readonly WalkView[] }

/** Only walks of one request are put together; the order stays. */
export function groupAlike(walks: readonly WalkView[]): Alike[] {
  const groups: { walk: WalkView; others: WalkView[] }[] = []
  for (const walk of walks) {
    const group = groups.at(-1)
    if (group && walk.requests === 1 && kindOf(walk) === kindOf(group.walk)) group.others.push(walk)
    else groups.push({ walk, others: [] })
  }
  return groups
}

const kindOf = ({
  user,
  token,
  name,
  paginator,
  filters,
  per_page: perPage,
  verdict,
  rows,
  missed,
  requests,
  findings,
  steps,
}: WalkView): string =>
  JSON.stringify([
    user,
    token,
    name,
    paginator,
    filters,
    perPage,
    verdict,
    rows,
    missed,
    requests,
    findings,
    steps[0]?.status,
    steps[0]?.page,
  ])
