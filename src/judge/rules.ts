// The list of all rules. A new rule needs a file, a row here, and its id in ../rule-ids.ts.

import { countByLength } from './count-by-length.ts'
import { cursorAndPageMixed } from './cursor-and-page-mixed.ts'
import { cursorForeignToken } from './cursor-foreign-token.ts'
import { cursorNotIssued } from './cursor-not-issued.ts'
import { cursorOtherFilters } from './cursor-other-filters.ts'
import { endlessWalk } from './endless-walk.ts'
import { filterRefused } from './filter-refused.ts'
import { filtersLost } from './filters-lost.ts'
import { neverPaged } from './never-paged.ts'
import { noAcceptJson } from './no-accept-json.ts'
import { noRetry } from './no-retry.ts'
import { pageBeyondLast } from './page-beyond-last.ts'
import { pageNotUnderstood } from './page-not-understood.ts'
import { pageSizeIgnored } from './page-size-ignored.ts'
import { rateLimitIgnored } from './rate-limit-ignored.ts'
import { redundantFirstPage } from './redundant-first-page.ts'
import { retryStorm } from './retry-storm.ts'
import { retryTooEarly } from './retry-too-early.ts'
import { rowsMissed } from './rows-missed.ts'
import type { LintRule } from './rule.ts'
import { samePageAgain } from './same-page-again.ts'
import { stoppedEarly } from './stopped-early.ts'
import { tinyPages } from './tiny-pages.ts'
import { tokenInUrl } from './token-in-url.ts'
import { tokenLost } from './token-lost.ts'
import { totalTrusted } from './total-trusted.ts'
import { undocumentedParameter } from './undocumented-parameter.ts'
import { unescapedPlus } from './unescaped-plus.ts'
import { uuidAsAssistantId } from './uuid-as-assistant-id.ts'

export const rules: readonly LintRule[] = [
  cursorNotIssued,
  cursorForeignToken,
  cursorOtherFilters,
  cursorAndPageMixed,
  filtersLost,
  filterRefused,
  tokenLost,
  pageNotUnderstood,
  pageBeyondLast,
  stoppedEarly,
  neverPaged,
  samePageAgain,
  endlessWalk,
  pageSizeIgnored,
  totalTrusted,
  undocumentedParameter,
  unescapedPlus,
  uuidAsAssistantId,
  noAcceptJson,
  tokenInUrl,
  retryTooEarly,
  retryStorm,
  noRetry,
  rateLimitIgnored,
  tinyPages,
  redundantFirstPage,
  countByLength,
  rowsMissed,
]
