// Bounds of a journal that no test reaches, unless the test sets its own.

export const bounds = { maxBytes: 64 * 1024 * 1024, maxCursors: 100_000 } as const
