// The two compared requests. The address holds their ids, so a link opens the same comparison.

import { change, hrefOf, pageAddress } from '../page-address.ts'

/** `ids`: the left and the right request. `walk`: the walk for going to the next pair, if any. */
export type Pair = { readonly ids: readonly [number, number]; readonly walk: number | undefined }

const WHOLE = /^\d{1,15}$/

export function comparedPair(): Pair | undefined {
  const { compare = '', walk = '' } = pageAddress.value.params
  const [left = '', right = '', ...others] = compare.split(',')
  if (!WHOLE.test(left) || !WHOLE.test(right) || others.length > 0) return undefined
  return {
    ids: [Number(left), Number(right)],
    walk: WHOLE.test(walk) ? Number(walk) : undefined,
  }
}

/** A link that shows two requests side by side. */
export const hrefOfPair = (left: number, right: number, walk?: number): string =>
  hrefOf('requests', { compare: `${left},${right}`, walk })

export const showPair = (left: number, right: number, walk?: number): void =>
  change({ compare: `${left},${right}`, walk, pick: undefined })

export const closePair = (): void => change({ compare: undefined, walk: undefined })

/** The id of the request that waits for a second one to be compared with. */
export function pickedId(): number | undefined {
  const { pick = '' } = pageAddress.value.params
  return WHOLE.test(pick) ? Number(pick) : undefined
}

export const pickToCompare = (id: number | undefined): void =>
  change({ pick: id }, { isStep: false })
