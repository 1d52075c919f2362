// The two requests that are compared: the address says which, so that a link shows the same.

import { change, hrefOf, pageAddress } from '../page-address.ts'

/** The ids in the order in which they stand, and the walk that leads from pair to pair. */
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

/** Where two requests stand side by side. */
export const hrefOfPair = (left: number, right: number, walk?: number): string =>
  hrefOf('requests', { compare: `${left},${right}`, walk })

export const showPair = (left: number, right: number, walk?: number): void =>
  change({ compare: `${left},${right}`, walk, pick: undefined })

export const closePair = (): void => change({ compare: undefined, walk: undefined })

/** The request that was chosen to be compared with another one. */
export function pickedId(): number | undefined {
  const { pick = '' } = pageAddress.value.params
  return WHOLE.test(pick) ? Number(pick) : undefined
}

export const pickToCompare = (id: number | undefined): void =>
  change({ pick: id }, { isStep: false })
