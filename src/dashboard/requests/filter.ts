// Builds a test from the filter of the requests.

import type { RequestEntry } from '../../client/wire.ts'

export const statuses = ['2xx', '3xx', '4xx', '5xx', 'cut'] as const

/** The filter as the address holds it. A missing or empty text filters nothing. */
export type Filter = {
  /** `2xx` to `5xx`, a status, or `cut` for an answer that ended before its status. */
  readonly status?: string | undefined
  /** A part of the path and query, a parameter, the correlation or the curl line; ignores case. */
  readonly text?: string | undefined
  /** `any`, `none`, or the type of a fault's effect. */
  readonly fault?: string | undefined
  /** `any`, or the id of a rule. */
  readonly finding?: string | undefined
  /** `clients`: only the requests of clients; `page`: only the requests of this page. */
  readonly from?: string | undefined
}

export const filterNames = [
  'status',
  'text',
  'fault',
  'finding',
  'from',
] as const satisfies readonly (keyof Filter)[]

type Circumstances = {
  /** Undefined for the requests of all users, including those without a known user. */
  readonly user: number | undefined
  /** Returns the ids of the requests that show a finding of this rule, or of any rule for `any`. */
  readonly showing: (rule: string) => ReadonlySet<number>
}

export type Test = (entry: RequestEntry) => boolean

/** A test that requires all given filters to match. Undefined when there is no filter. */
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
