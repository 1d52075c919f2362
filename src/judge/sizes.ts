// Page sizes that clients often choose.

export const COMMON_SIZES = [5, 10, 15, 20, 25, 30, 50, 100]
