// How grave a finding is: here for those who must know it without loading more.

/** The gravest first. */
export const severities = ['error', 'warning', 'note'] as const
export type Severity = (typeof severities)[number]

/** 0 for the gravest. */
export const rankOf = (severity: Severity): number => severities.indexOf(severity)

/** Whether a severity is as grave as a level, or graver. */
export const isAtLeast = (severity: Severity, level: Severity): boolean =>
  rankOf(severity) <= rankOf(level)
