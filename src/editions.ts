// The generations of the API as their documentation describes them. Adding a brand is adding a row.

/** The path of the list of conversations. */
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
  /** Honoured parameters in the order of their validation rules; all others are ignored. */
  readonly parameters: readonly Parameter[]
  /** The one of a conversation's two JSON texts that a list holds. */
  readonly item: ItemText
  /** Whether cursor JSON has next_page_url and prev_page_url (7 keys) or not (5). */
  readonly cursorKeys: 5 | 7
  /** The origin that the brand's documentation prints. */
  readonly origin: string
}

/** `basic`: the nine fields of the page generation. `full`: with variables, external_identifier and the WhatsApp parties. */
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

/** The fields that some list reads of a body. */
export const readFields: ReadonlySet<string> = new Set<Parameter | '_method'>([
  ...editions.combined.parameters,
  '_method',
])

/** Laravel's own page size, where a request names none. */
export const DEFAULT_PER_PAGE = 15

/** How a list is paged for this input. */
export function paginatorOf(
  { paginator }: Edition,
  input: { has(name: string): boolean },
): Generation {
  if (paginator !== 'either') return paginator
  return input.has('cursor') ? 'cursor' : 'page'
}
