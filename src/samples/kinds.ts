// The sample clients: one without a mistake, and some with one mistake each. A new row of this
// table is a new client.

import type { RuleId } from '../rule-ids.ts'

export const paginators = ['page', 'cursor'] as const
export type Paginator = (typeof paginators)[number]

export type Sample = {
  readonly title: string
  /** A sentence that describes the client's behaviour. */
  readonly description: string
  /** The rule that the client breaks; null for the client without a mistake. */
  readonly rule: RuleId | null
  readonly paginators: readonly Paginator[]
  /** Whether the client requests one type of conversation only. */
  readonly hasFilter?: boolean
  readonly mistake?: Mistake
}

/** The client's only mistake. */
export type Mistake =
  | 'drops filters'
  | 'stops after two pages'
  | 'never waits'
  | 'edits cursors'
  | 'goes past the end'
  | 'stays on a page'

export const samples = {
  right: {
    title: 'Does it right',
    description: 'Follows every page to the end, and waits as long as the server demands.',
    rule: null,
    paginators,
  },
  'right-filtered': {
    title: 'Does it right, with a filter',
    description: 'Sends its filter again with each page.',
    rule: null,
    paginators,
    hasFilter: true,
  },
  'loses-filters': {
    title: 'Loses its filter',
    description: 'Sends its filter only with the first page. Later pages belong to another list.',
    rule: 'filters-lost',
    paginators,
    hasFilter: true,
    mistake: 'drops filters',
  },
  'stops-early': {
    title: 'Stops early',
    description: 'Reads two pages and treats them as the whole list.',
    rule: 'stopped-early',
    paginators,
    mistake: 'stops after two pages',
  },
  'never-waits': {
    title: 'Ignores Retry-After',
    description: 'Must wait after its second request, but sends the next request at once.',
    rule: 'retry-too-early',
    paginators,
    mistake: 'never waits',
  },
  'edits-cursors': {
    title: 'Edits the cursor',
    description: 'Changes the cursor that the server returned.',
    rule: 'cursor-not-issued',
    paginators: ['cursor'],
    mistake: 'edits cursors',
  },
  'past-the-end': {
    title: 'Goes past the end',
    description: 'Increases the page number until a page is empty.',
    rule: 'page-beyond-last',
    paginators: ['page'],
    mistake: 'goes past the end',
  },
  'stays-on-page': {
    title: 'Stays on one page',
    description: 'Never moves to the next position, and requests the second page five times.',
    rule: 'same-page-again',
    paginators,
    mistake: 'stays on a page',
  },
} as const satisfies Record<string, Sample>

export type SampleName = keyof typeof samples
export const sampleNames = Object.keys(samples).filter(
  (name): name is SampleName => name in samples,
)
