// Finds the faults that struck a request of this page, by the journal. Some faults leave no answer
// that could name them, and browsers repeat a request by themselves when a connection breaks.

import type { ArmedFault, RequestEntry } from '../../client/wire.ts'
import { ask } from '../mock/admin.ts'
import type { Exchange } from './reading.ts'

export type StruckFault = {
  readonly id: number
  /** The type of the fault's effect. */
  readonly type: string
  /** Undefined if the fault is no longer armed. */
  readonly armed: ArmedFault | undefined
}

export type Strikes = {
  readonly faults: readonly StruckFault[]
  /** The id of the newest request that was struck. */
  readonly newest: number
}

type Look = {
  /** The id of the token that the request was sent with. */
  readonly token: number
  /** The id of an earlier request. Only requests with a higher id are searched. */
  readonly since: number
  /** Undefined until the answer has arrived. */
  readonly exchange?: Exchange
}

export async function findStrikes(
  { token, since, exchange }: Look,
  signal: AbortSignal,
): Promise<Strikes> {
  const query = { dashboard: true, token, after: since, fault: 'any', order: 'oldest' }
  const { requests } = await ask<{ requests: readonly RequestEntry[] }>('GET', '/requests', {
    query,
    signal,
  })
  const newest = requests.at(-1)?.id ?? since
  const types = new Map([
    ...namedIn(exchange),
    ...requests.flatMap(({ fault_ids, faults }) => toPairs(fault_ids, faults)),
  ])
  if (types.size === 0) return { faults: [], newest }
  const { faults } = await ask<{ faults: readonly ArmedFault[] }>('GET', '/faults', { signal })
  return {
    faults: [...types].map(([id, type]) => ({
      id,
      type,
      armed: faults.find((fault) => fault.id === id),
    })),
    newest,
  }
}

type Pairs = readonly (readonly [id: number, type: string])[]

/** The faults that the headers of the answer name. The page needs them when the journal is off. */
function namedIn({ headers }: Pick<Exchange, 'headers'> = { headers: [] }): Pairs {
  const itemsOf = (name: string): string[] =>
    headers.find(([other]) => other === name)?.[1].split(', ') ?? []
  return toPairs(itemsOf('x-mock-fault-id').map(Number), itemsOf('x-mock-fault'))
}

const toPairs = (ids: readonly number[], types: readonly string[]): Pairs =>
  ids.map((id, index) => [id, types[index] ?? ''])
