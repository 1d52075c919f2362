// The corpus: correct clients, about which the judge must find nothing, and clients with one
// mistake, which it must find.

import type { CorrectClient, Mistake } from './client.ts'
import { backAndForthByCursor } from './correct/back-and-forth-by-cursor.ts'
import { backAndForthByPage } from './correct/back-and-forth-by-page.ts'
import { byAssistant } from './correct/by-assistant.ts'
import { byPhone } from './correct/by-phone.ts'
import { byTypeAtOnce } from './correct/by-type-at-once.ts'
import { cursorLoop } from './correct/cursor-loop.ts'
import { cursorUrlWithFilters } from './correct/cursor-url-with-filters.ts'
import { cursorsFromFirstPage } from './correct/cursors-from-first-page.ts'
import { dateWindows } from './correct/date-windows.ts'
import { firstAndLast } from './correct/first-and-last.ts'
import { generator } from './correct/generator.ts'
import { incremental } from './correct/incremental.ts'
import { namedWalk } from './correct/named-walk.ts'
import { nextUrlAsIs } from './correct/next-url-as-is.ts'
import { nextUrlWithFilters } from './correct/next-url-with-filters.ts'
import { onePage } from './correct/one-page.ts'
import { pacing } from './correct/pacing.ts'
import { pagesUntilLast } from './correct/pages-until-last.ts'
import { pagesUntilNoNext } from './correct/pages-until-no-next.ts'
import { parallelPages } from './correct/parallel-pages.ts'
import { polling } from './correct/polling.ts'
import { prefetching } from './correct/prefetching.ts'
import { previewFirst } from './correct/preview-first.ts'
import { resumable } from './correct/resumable.ts'
import { retrying } from './correct/retrying.ts'
import { countByLength } from './faulty/count-by-length.ts'
import { cursorAndPageMixed } from './faulty/cursor-and-page-mixed.ts'
import { cursorForeignToken } from './faulty/cursor-foreign-token.ts'
import { cursorNotIssued } from './faulty/cursor-not-issued.ts'
import { cursorOtherFilters } from './faulty/cursor-other-filters.ts'
import { endlessWalk } from './faulty/endless-walk.ts'
import { filterRefused } from './faulty/filter-refused.ts'
import { filtersLost } from './faulty/filters-lost.ts'
import { neverPaged } from './faulty/never-paged.ts'
import { noAcceptJson } from './faulty/no-accept-json.ts'
import { noRetry } from './faulty/no-retry.ts'
import { pageBeyondLast } from './faulty/page-beyond-last.ts'
import { pageNotUnderstood } from './faulty/page-not-understood.ts'
import { pageSizeIgnored } from './faulty/page-size-ignored.ts'
import { rateLimitIgnored } from './faulty/rate-limit-ignored.ts'
import { redundantFirstPage } from './faulty/redundant-first-page.ts'
import { retryStorm } from './faulty/retry-storm.ts'
import { retryTooEarly } from './faulty/retry-too-early.ts'
import { rowsMissed } from './faulty/rows-missed.ts'
import { samePageAgain } from './faulty/same-page-again.ts'
import { stoppedEarly } from './faulty/stopped-early.ts'
import { tinyPages } from './faulty/tiny-pages.ts'
import { tokenLost } from './faulty/token-lost.ts'
import { tokenInUrl } from './faulty/token-in-url.ts'
import { totalTrusted } from './faulty/total-trusted.ts'
import { undocumentedParameter } from './faulty/undocumented-parameter.ts'
import { unescapedPlus } from './faulty/unescaped-plus.ts'
import { uuidAsAssistantId } from './faulty/uuid-as-assistant-id.ts'

import { keysAndCursors } from './varied/keys-and-cursors.ts'
import { limitsAndFailures } from './varied/limits-and-failures.ts'
import { loadedAgain } from './varied/loaded-again.ts'
import { loops } from './varied/loops.ts'
import { pages } from './varied/pages.ts'
import { people } from './varied/people.ts'
import { refusals } from './varied/refusals.ts'
import { rightInTheirWay } from './varied/right.ts'
import { sideBySide } from './varied/side-by-side.ts'
import { workers } from './varied/workers.ts'

export const correctClients: readonly CorrectClient[] = [
  pagesUntilNoNext,
  pagesUntilLast,
  nextUrlWithFilters,
  nextUrlAsIs,
  backAndForthByPage,
  parallelPages,
  firstAndLast,
  previewFirst,
  byAssistant,
  dateWindows,
  incremental,
  retrying,
  namedWalk,
  cursorLoop,
  cursorsFromFirstPage,
  cursorUrlWithFilters,
  backAndForthByCursor,
  generator,
  prefetching,
  resumable,
  byPhone,
  byTypeAtOnce,
  polling,
  pacing,
  onePage,
  ...rightInTheirWay,
  ...loadedAgain,
  ...sideBySide,
  ...people,
]

const plain: readonly Mistake[] = [
  tokenLost,
  filtersLost,
  filterRefused,
  cursorNotIssued,
  cursorForeignToken,
  cursorOtherFilters,
  cursorAndPageMixed,
  stoppedEarly,
  countByLength,
  totalTrusted,
  rowsMissed,
  pageNotUnderstood,
  pageSizeIgnored,
  pageBeyondLast,
  endlessWalk,
  samePageAgain,
  neverPaged,
  redundantFirstPage,
  tinyPages,
  undocumentedParameter,
  unescapedPlus,
  uuidAsAssistantId,
  noAcceptJson,
  tokenInUrl,
  noRetry,
  retryTooEarly,
  retryStorm,
  rateLimitIgnored,
]

const varied: readonly Mistake[] = [
  ...keysAndCursors,
  ...pages,
  ...loops,
  ...refusals,
  ...limitsAndFailures,
  ...workers,
]

export const mistakes: readonly Mistake[] = plain.map(({ rule, clients }) => ({
  rule,
  clients: [...clients, ...varied.flatMap((more) => (more.rule === rule ? more.clients : []))],
}))
