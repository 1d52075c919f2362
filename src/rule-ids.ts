// The ids of the rules. They stand alone, so that settings need not load the judge.

export const ruleIds = [
  'cursor-not-issued',
  'cursor-foreign-token',
  'cursor-other-filters',
  'cursor-and-page-mixed',
  'filters-lost',
  'filter-refused',
  'token-lost',
  'page-not-understood',
  'page-beyond-last',
  'stopped-early',
  'never-paged',
  'same-page-again',
  'endless-walk',
  'page-size-ignored',
  'total-trusted',
  'undocumented-parameter',
  'unescaped-plus',
  'uuid-as-assistant-id',
  'no-accept-json',
  'token-in-url',
  'retry-too-early',
  'retry-storm',
  'no-retry',
  'rate-limit-ignored',
  'tiny-pages',
  'redundant-first-page',
  'count-by-length',
  'rows-missed',
] as const

export type RuleId = (typeof ruleIds)[number]
