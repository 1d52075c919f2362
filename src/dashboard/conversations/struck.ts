// Which faults struck a request of this page. The answer names them; where none has come, the journal does.

import type { ArmedFault, RequestEntry } from '../../client/wire.ts'
import { ask } from '../mock/admin.ts'
import type { Exchange } from './reading.ts'

export type StruckFault = {
  readonly id: number
  /** Of its effect. */
  readonly type: string
  /** Undefined when it has been disarmed since. */
  readonly armed: ArmedFault | undefined
}

type Strike = Omit<StruckFault, 'armed'>

/** `exchange`: undefined while its answer is waited for. `token`: the id of what it was sent with. */
export async function findStruck(token: number, exchange: Exchange | undefined, signal: AbortSignal): Promise<readonly StruckFault[]> {
  const hasAnswer = exchange !== undefined && exchange.status !== null
  const strikes = hasAnswer ? strikesIn(exchange) : await lastStrikes(token, signal)
  if (strikes.length === 0) return []
  const { faults } = await ask<{ faults: readonly ArmedFault[] }>('GET', '/faults', { signal })
  return strikes.map(({ id, type }) => ({ id, type, armed: faults.find((fault) => fault.id === id) }))
}

/** As the answer lists them. */
function strikesIn({ headers }: Exchange): Strike[] {
  const itemsOf = (name: string): string[] => headers.find(([other]) => other === name)?.[1].split(', ') ?? []
  return toStrikes(itemsOf('x-mock-fault-id').map(Number), itemsOf('x-mock-fault'))
}

/** Those of the newest request of this page. */
async function lastStrikes(token: number, signal: AbortSignal): Promise<Strike[]> {
  const query = { dashboard: true, token, limit: 1 }
  const { requests } = await ask<{ requests: readonly RequestEntry[] }>('GET', '/requests', { query, signal })
  return requests.flatMap(({ fault_ids, faults }) => toStrikes(fault_ids, faults))
}

const toStrikes = (ids: readonly number[], types: readonly string[]): Strike[] => ids.map((id, index) => ({ id, type: types[index] ?? '' }))
