// The documented filters in the form that the store uses.

/**
 * All filters match exactly. Dates have the form Y-m-d; they compare with the date of created_at,
 * and both ends are included.
 */
export type Filters = {
  type?: string
  assistant_id?: number
  customer_phone?: string
  whatsapp_sender_phone?: string
  external_identifier?: string
  date_from?: string
  date_to?: string
}
