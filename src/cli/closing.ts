// How a mock that a command started ends.

/** How long it may take in all, in milliseconds. */
export const DRAIN_MS = 10_000
/** Clients that know nothing of the end have sent their next request by then, or see that their connection ends. */
export const CLOSING_PATIENCE = { idle: 300, calls: 5000 }
