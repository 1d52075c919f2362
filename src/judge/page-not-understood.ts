// Rule: the client sent a page that Laravel does not read and takes for the first page.

import type { Walk, WalkStep } from '../walks/walk.ts'
import { walksAround } from './nearby.ts'
import type { LintRule, Session } from './rule.ts'

export const pageNotUnderstood: LintRule = {
  id: 'page-not-understood',
  severity: 'error',
  why: 'Laravel takes a page that is no whole number from 1 for the first page, without a word: the same rows come again and the others never.',
  fix: 'Send page=1, page=2 and so on, or follow next_page_url.',
  unless:
    'An empty page is the first one, and so is the same page twice in a URL. One page=0, perhaps with retries, with nothing after it is a note: it may be a test.',
  wrong: `
    for (let page = 0, last = 1; page < last; page++) {
      const body = await get({ page })
      rows.push(...body.data)
      last = body.last_page
    }
  `,
  right: `
    for (let page = 1, last = 1; page <= last; page++) {
      const body = await get({ page })
      rows.push(...body.data)
      last = body.last_page
    }
  `,
  find(walk, session) {
    const misread = walk.steps.filter((one) => one.misread !== null)
    const wrong = misread.filter((one) => !meansFirst(one))
    const steps = wrong.length === 0 ? misread : wrong
    const [step] = steps
    if (!step) return undefined
    return {
      message: `${step.misread} was taken for page 1${comesAgain(walk) ? ', so the first page came again' : ''}: ${hintOf(step)}`,
      shown: misread.map((shown) => ({
        step: shown,
        note: `${shown.misread} was read as page 1`,
        isContext: !steps.includes(shown),
      })),
      kind: hintOf(step),
      ...(isProbe(walk, session) && { severity: 'note' }),
    }
  },
}

/** Whether a page such as `01` or `1.0` means the first one, so that its answer is right. */
const meansFirst = ({ misread }: WalkStep): boolean =>
  !isSeveral(misread) && Number(/(\d+(?:\.\d+)?)\D*$/.exec(misread ?? '')?.[1]) === 1

/** Whether a URL had several pages, as `page=2&page=1`. */
const isSeveral = (misread: string | null): boolean => misread?.includes('&page=') === true

const comesAgain = ({ steps }: Walk): boolean =>
  steps.filter(({ answered, page }) => answered === 'served' && page === 1).length > 1

/**
 * Whether a client requested one page such as 0, perhaps with retries, and went no further. Several
 * clients may have done so, if each had a connection of its own.
 */
function isProbe(walk: Walk, session: Session): boolean {
  const requests = walk.steps.filter(({ link }) => link !== 'retry')
  return (
    walk.steps.every(({ misread }) => /^page=-?\d+$/.test(misread ?? '')) &&
    (requests.length === 1 || areOneEach(requests, walk, session)) &&
    !isPaging(walk, session)
  )
}

/** Whether each request came over another connection, which its client also used before or after. */
const areOneEach = (
  requests: readonly WalkStep[],
  walk: Walk,
  { walks, index }: Session,
): boolean =>
  new Set(requests.map(({ entry }) => entry.connection)).size === requests.length &&
  requests.every(
    ({ entry: { connection } }) =>
      connection !== 0 &&
      walksAround(walks, index).some(
        (other) =>
          other !== walk && other.steps.some(({ entry }) => entry.connection === connection),
      ),
  )

/** Whether a walk through the same list went on, unless it is certainly another client's. */
const isPaging = (walk: Walk, { alike, clients }: Session): boolean =>
  alike.some(
    (other) =>
      other !== walk &&
      other.steps.some(({ page }) => page !== null && page > 1) &&
      !clients.areApart(walk, other),
  )

function hintOf({ misread }: WalkStep): string {
  const [name, value = ''] = (misread ?? '').split(/=(.*)/s)
  if (isSeveral(misread)) return 'the URL has several pages, of which the last one counts'
  if (name !== 'page') return 'the parameter is page, without brackets'
  if (/^\s*-?0+\s*$/.test(value)) return 'pages count from 1'
  if (/^https?:/i.test(value)) return 'it is a whole URL; its page is the number in it'
  if (/^\s*\+?0\d+\s*$/.test(value)) return 'the number of a page has no zero in front'
  if (/^\s*\d+\.\d*\s*$/.test(value)) return 'the number of a page has no decimal point'
  return 'only whole numbers from 1 are pages'
}
