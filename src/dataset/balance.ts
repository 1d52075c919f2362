/** The balance of a user whose dataset gives none, in dollars. */
export const DEFAULT_BALANCE = 100

/** Rounds away the errors of binary fractions. Laravel keeps eight decimals. */
export const roundMoney = (amount: number): number => Number(amount.toFixed(8))
