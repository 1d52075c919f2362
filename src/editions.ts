// The editions: the API as each brand documents it. A new brand is one more row of `editions`.

export const LIST_PATH = '/api/user/conversations'

/** A query parameter that some edition documents. */
export type Parameter =
  | 'type'
  | 'assistant_id'
  | 'date_from'
  | 'date_to'
  | 'customer_phone'
  | 'whatsapp_sender_phone'
  | 'external_identifier'
  | 'per_page'
  | 'page'
  | 'cursor'

/** How the API pages: the older one by page, the newer one by cursor. */
export type Generation = 'page' | 'cursor'

export type Edition = {
  /** `either`: cursor pagination when the query has `cursor` (also empty), otherwise pages. */
  readonly paginator: Generation | 'either'
  /** The parameters that the edition reads, in the order of their validation. It ignores others. */
  readonly parameters: readonly Parameter[]
  /** The stored JSON text of a conversation that the list shows. */
  readonly item: ItemText
  /** The number of keys of a cursor page: 7 with next_page_url and prev_page_url, 5 without. */
  readonly cursorKeys: 5 | 7
  /** The origin that the brand's documentation prints. */
  readonly origin: string
}

/**
 * `basic`: the nine fields of the page generation.
 * `full`: also variables, external_identifier and the two WhatsApp parties.
 */
export type ItemText = 'basic' | 'full'

const pageEdition = {
  paginator: 'page',
  parameters: ['type', 'assistant_id', 'date_from', 'date_to', 'per_page', 'page'],
  item: 'basic',
  cursorKeys: 7,
} as const satisfies Omit<Edition, 'origin'>

export const editions = {
  nicecall: { ...pageEdition, origin: 'https://app.nicecall.ai' },
  aiployees: { ...pageEdition, origin: 'https://call.aiployees.com' },
  autocalls: {
    paginator: 'cursor',
    parameters: [
      'type',
      'assistant_id',
      'customer_phone',
      'whatsapp_sender_phone',
      'external_identifier',
      'per_page',
      'cursor',
    ],
    item: 'full',
    cursorKeys: 5,
    origin: 'https://app.autocalls.ai',
  },
  combined: {
    paginator: 'either',
    parameters: [
      'type',
      'assistant_id',
      'date_from',
      'date_to',
      'customer_phone',
      'whatsapp_sender_phone',
      'external_identifier',
      'per_page',
      'cursor',
      'page',
    ],
    item: 'full',
    cursorKeys: 7,
    origin: 'https://app.autocalls.ai',
  },
} as const satisfies Record<string, Edition>

export type EditionName = keyof typeof editions

export const editionNames = Object.keys(editions).filter(
  (name): name is EditionName => name in editions,
)

/** The parameters that at least one edition documents. */
export const documentedParameters: ReadonlySet<string> = new Set(
  editionNames.flatMap((name): readonly string[] => editions[name].parameters),
)

/** The fields of a request body that the list of at least one edition reads. */
export const readFields: ReadonlySet<string> = new Set<Parameter | '_method'>([
  ...editions.combined.parameters,
  '_method',
])

/** Laravel's default page size. */
export const DEFAULT_PER_PAGE = 15

/** The way in which an edition pages a list for this input. */
export function paginatorOf(
  { paginator }: Edition,
  input: { has(name: string): boolean },
): Generation {
  if (paginator !== 'either') return paginator
  return input.has('cursor') ? 'cursor' : 'page'
}
