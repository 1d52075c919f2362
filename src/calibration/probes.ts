// The values that questions send to learn how an API treats them.

/** A token that does not exist. */
export const WRONG_TOKEN = 'not-a-token-of-this-api'
const LONG_TEXT = 'x'.repeat(256)
export const FORWARDED = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Port': '8443' }
const FAR_ID = 2_147_483_647
const FAR_TIME = '2037-12-31 23:59:59'

const encode = (members: object): string =>
  Buffer.from(JSON.stringify(members)).toString('base64url')

/** A cursor before the first row, for any column that orders the rows. */
export const FAR_CURSOR = encode({ created_at: FAR_TIME, id: FAR_ID, _pointsToNextItems: true })
/** Laravel needs every column that orders the rows; this cursor has only `id`. */
export const ID_CURSOR = encode({ id: FAR_ID, _pointsToNextItems: true })
export const CURSOR_WITHOUT_DIRECTION = encode({ created_at: FAR_TIME, id: FAR_ID })
export const NO_CURSOR = 'not-a-cursor'

/** An API that validates refuses these values. For an API that does not, they match no row. */
export const unfitting = {
  type: 'nothing',
  assistant_id: '999999999',
  date_from: '9999-12-31',
  date_to: '0001-01-01',
  customer_phone: 'nobody',
  whatsapp_sender_phone: 'nobody',
  external_identifier: 'nothing-of-this-name',
} as const
export type FilterName = keyof typeof unfitting

export const invalid: Readonly<Record<FilterName, string>> = {
  type: 'nothing',
  assistant_id: 'nothing',
  date_from: 'nothing',
  date_to: 'nothing',
  customer_phone: LONG_TEXT,
  whatsapp_sender_phone: LONG_TEXT,
  external_identifier: LONG_TEXT,
}

const isFilterName = (name: string): name is FilterName => name in unfitting

export const filterNames = Object.keys(unfitting).filter(isFilterName)
