/** The balance of a user of whom nothing else is said, in dollars. */
export const DEFAULT_BALANCE = 100
