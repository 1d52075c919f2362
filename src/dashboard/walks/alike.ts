// Groups equal walks of a single request, such as those of a client that polls.

import type { WalkView } from '../../client/wire.ts'

/** `walk`: the newest of the group. `others`: older walks that differ from it only in time. */
export type Alike = { readonly walk: WalkView; readonly others: readonly WalkView[] }

/** Groups neighbouring walks of a single request that are equal. The order stays. */
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
