// Rule: the client sent a parameter that its edition ignores.

import { documentedParameters, type EditionName, editionNames } from '../editions.ts'
import { honouredBy, ignoredBy, isPageToken, isPosition, sendsBothPositions } from './ignored.ts'
import type { LintRule } from './rule.ts'
import { enumerate } from './words.ts'

export const undocumentedParameter: LintRule = {
  id: 'undocumented-parameter',
  severity: 'warning',
  why: 'The API ignores what its edition does not document, without a word: a filter that is ignored gives all rows.',
  fix: 'Send only parameters of the edition that the key belongs to.',
  unless:
    'Names that only mark a request, such as _ with a time, request_id, client and retry, are notes: no filter is lost.',
  wrong: `
    await get({ type: 'widget', limit: 100 })
  `,
  right: `
    await get({ type: 'widget', per_page: 100 })
  `,
  find(walk) {
    const suspects = walk.steps.filter((step) => ignoredBy(step).length > 0)
    if (suspects.length === 0) return undefined
    const isMixed = walk.steps.some(sendsBothPositions)
    const seen = suspects.flatMap((step) => {
      const ignored = ignoredBy(step).filter((name) => !(isMixed && isPosition(name)))
      return ignored.length === 0 ? [] : [{ step, ignored }]
    })
    const names = [...new Set(seen.flatMap(({ ignored }) => ignored))]
    if (names.length === 0) return undefined
    const { edition } = walk
    return {
      message: names
        .map((name) => `${name} is ignored by ${placeOf(name, edition)}: ${knownBy(name)}`)
        .join('; '),
      shown: seen.map(({ step, ignored }) => ({ step, note: `ignored: ${ignored.join(', ')}` })),
      ...(names.every((name) => isHarmless(name)) && { severity: 'note' }),
    }
  },
}

/** Names that clients add to every URL, against caches or to find a request in a log. */
const isHarmless = (name: string): boolean =>
  /^(?:_|_?t|_?ts|timestamp|nocache|no_cache|cache_?buster|cb|rnd|random|nonce|utm_\w+|(?:x_)?(?:request|trace|correlation)_?id|api_?version|client|client_?(?:id|version)|app_?version|source|lang|locale|retry|retries|tr(?:y|ies)|attempts?|(?:retry|attempt)_?(?:count|no|number))$/i.test(
    name,
  )

/** Names the edition. Beside an ignored page or cursor it says how to come to the next page. */
function placeOf(name: string, edition: EditionName | null): string {
  if (edition === null) return 'this edition'
  if (name === 'page') return `${edition}, where cursor leads to the next page`
  return name === 'cursor' ? `${edition}, where page leads to the next page` : edition
}

/** The wrong names that people write for each parameter, without capitals and underscores. */
const meant: Readonly<Record<string, readonly string[]>> = {
  per_page: ['limit', 'perpage', 'pagesize', 'size', 'count', 'take'],
  page: ['p', 'pg', 'pagenumber', 'pageno', 'pagenum', 'pageindex', 'currentpage', 'offset'],
  cursor: ['nextcursor', 'after', 'before', 'startingafter'],
  date_from: ['from', 'since', 'startdate', 'datefrom', 'createdafter'],
  date_to: ['to', 'until', 'enddate', 'dateto', 'createdbefore'],
  assistant_id: ['assistant', 'assistantid', 'assistantuuid'],
  customer_phone: ['phone', 'customer', 'customerphone', 'phonenumber'],
  external_identifier: ['externalid', 'identifier'],
}

function meantBy(name: string): string | undefined {
  const lower = name.toLowerCase()
  if (documentedParameters.has(lower)) return lower
  const plain = lower.replaceAll(/[_-]/g, '')
  return Object.entries(meant).find(([, names]) => names.includes(plain))?.[0]
}

function knownBy(name: string): string {
  const knowing = editionNames.filter((edition) => honouredBy(edition).has(name))
  if (knowing.length > 0)
    return `only ${enumerate(knowing)} ${knowing.length === 1 ? 'knows' : 'know'} it`
  const suggestion = isPageToken(name) ? 'cursor' : meantBy(name)
  if (name.startsWith('amp;'))
    return `no edition knows it, perhaps you mean ${name.slice(4)}: the URL holds &amp; in place of &`
  return `no edition knows it${suggestion === undefined ? '' : `, perhaps you mean ${suggestion}${suggestion === name.toLowerCase() ? ': names are lower case' : ''}`}`
}
