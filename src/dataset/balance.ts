/** The balance of a user of whom nothing else is said, in dollars. */
export const DEFAULT_BALANCE = 100

/** Without the remainders of binary fractions: the eighth decimal is the last that Laravel keeps. */
export const roundMoney = (amount: number): number => Number(amount.toFixed(8))
