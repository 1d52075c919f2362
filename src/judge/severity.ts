// The severities of findings. They are in a file of their own, which imports nothing.

/** Sorted from the gravest to the least grave. */
export const severities = ['error', 'warning', 'note'] as const
export type Severity = (typeof severities)[number]

/** A number to sort by: 0 for the gravest severity. */
export const rankOf = (severity: Severity): number => severities.indexOf(severity)

/** Whether a severity is at least as grave as a level. */
export const isAtLeast = (severity: Severity, level: Severity): boolean =>
  rankOf(severity) <= rankOf(level)
