// How grave a finding is: here for those who must know it without loading more.

/** The gravest first. */
export const severities = ['error', 'warning', 'note'] as const
export type Severity = (typeof severities)[number]
