// The flags in the first two bytes of a record. Most of them say which parts follow.

export const IS_NAMED = 1
export const IS_FROM_DASHBOARD = 2
export const IS_AJAX = 4
export const HAS_BODY = 8
export const IS_LATE = 16
export const HAS_FAULTS = 32
export const HAS_LIMIT = 64
export const HAS_LIST = 128
export const HAS_CURSORS = 256
export const IDS_ARE_TEXT = 512
/** The list gave a cursor, which the archive keeps when the entry leaves. */
export const GIVES_CURSORS = 1024

/** The offset of the times, the lane and the connection. */
export const ARRIVAL = 2

/** The index of the form of the Authorization header takes the two bits from here on. */
export const AUTHORIZATION_SHIFT = 11

/** The offset of the time when the client hung up, in records with IS_LATE. */
export const HUNG_UP_AT = ARRIVAL + 3 * 8 + 2 * 4
