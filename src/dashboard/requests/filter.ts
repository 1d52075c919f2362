// The filter of the requests.

import type { RequestEntry } from '../../client/wire.ts'

export const statuses = ['2xx', '3xx', '4xx', '5xx', 'cut'] as const

/** How the address has it: texts, and nothing for what does not matter. */
export type Filter = {
  /** `2xx` to `5xx`, `cut` for no status at all, or a number. */
  readonly status?: string | undefined
  /** Within path and query, the parameters, the correlation or the curl line; in any case. */
  readonly text?: string | undefined
  /** `any`, `none`, or the type of an effect. */
  readonly fault?: string | undefined
  /** `any`, or the id of a rule. */
  readonly finding?: string | undefined
  /** `clients`: without those of this page; `page`: only those. */
  readonly from?: string | undefined
}

export const filterNames = [
  'status',
  'text',
  'fault',
  'finding',
  'from',
] as const satisfies readonly (keyof Filter)[]

export type Circumstances = {
  /** Undefined: of all, and of nobody. */
  readonly user: number | undefined
  /** The ids of the requests that show a finding of this rule, or of any. */
  readonly showing: (rule: string) => ReadonlySet<number>
}

export type Test = (entry: RequestEntry) => boolean

/** All that is given must hold. Undefined when everything passes. */
export function toTest(filter: Filter, { user, showing }: Circumstances): Test | undefined {
  const { status, text, fault, finding, from } = filter
  const tests: Test[] = []
  if (user !== undefined) tests.push((entry) => entry.user === user)
  if (status) tests.push(testOfStatus(status))
  if (fault) tests.push(testOfFault(fault))
  if (finding) tests.push(testOfIds(showing(finding)))
  if (from === 'clients') tests.push(({ dashboard }) => !dashboard)
  if (from === 'page') tests.push(({ dashboard }) => dashboard)
  if (text) tests.push(testOfText(text))
  return tests.length === 0 ? undefined : (entry) => tests.every((test) => test(entry))
}

function testOfStatus(wanted: string): Test {
  if (wanted === 'cut') return ({ status }) => status === null
  const [, hundreds] = /^([1-9])xx$/.exec(wanted) ?? []
  return hundreds === undefined
    ? ({ status }) => String(status) === wanted
    : ({ status }) => status !== null && Math.floor(status / 100) === Number(hundreds)
}

function testOfFault(wanted: string): Test {
  if (wanted === 'any') return ({ faults }) => faults.length > 0
  return wanted === 'none'
    ? ({ faults }) => faults.length === 0
    : ({ faults }) => faults.includes(wanted)
}

const testOfIds =
  (ids: ReadonlySet<number>): Test =>
  ({ id }) =>
    ids.has(id)

function testOfText(text: string): Test {
  const wanted = text.trim().toLowerCase()
  return ({ path, query, parameters, correlation, curl }) =>
    [`${path}?${query}`, curl, correlation, ...Object.values(parameters)].some((part) =>
      part?.toLowerCase().includes(wanted),
    )
}
