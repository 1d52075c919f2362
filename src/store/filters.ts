// The documented filters as they reach the store.

/** All are exact matches; the dates are Y-m-d, compare with the date part of created_at and include both ends. */
export type Filters = {
  type?: string
  assistant_id?: number
  customer_phone?: string
  whatsapp_sender_phone?: string
  external_identifier?: string
  date_from?: string
  date_to?: string
}
