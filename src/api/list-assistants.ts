// GET /api/user/assistants/get: the user's assistants with all fields, in pages.

import type { Switches } from '../config.ts'
import { inputOf } from '../exchange/input.ts'
import { editions, type EditionName } from '../editions.ts'
import { jsonText } from '../laravel/json-answer.ts'
import { lastPageOf, offsetOf, renderPage, resolvePage } from '../laravel/page.ts'
import { integer, maxNumber, minNumber, nullable, toInteger } from '../laravel/rules.ts'
import { validate } from '../laravel/validation.ts'
import { wholeAssistant } from './assistant-resource.ts'
import { forUser, type Handler } from './endpoint.ts'
import type { Application } from './application.ts'

const rules = { per_page: [nullable, integer, minNumber(1), maxNumber(100)] }
const DEFAULT_PER_PAGE = 10

export function listAssistants({ store, switches, urlOf }: Application): Handler {
  return forUser(({ exchange }, { dataset_id }) => {
    const input = inputOf(exchange).all
    validate(rules, { input, now: exchange.time })
    const given = input.get('per_page') ?? null
    const perPage = given === null ? DEFAULT_PER_PAGE : Number(toInteger(given))
    const page = resolvePage(input.get('page') ?? null)
    const total = store.assistants.count(dataset_id)
    const offset = offsetOf(page, perPage)
    const rows =
      offset < BigInt(total)
        ? store.assistants.list(dataset_id, { limit: perPage, offset: Number(offset) })
        : []
    const items = rows.map(wholeAssistant).join(',')
    const shown = { items, count: rows.length, page, perPage, total }
    return jsonText(200, isBrief(exchange.edition) ? renderBrief(shown) : renderWhole(shown))

    function renderWhole(view: View): string {
      const url = urlOf(exchange)
      const linksNamePages = namesPages(switches)
      return renderPage({ ...view, path: url, urlStart: `${url}?page=`, linksNamePages })
    }
  })
}

type View = {
  readonly items: string
  readonly count: number
  readonly page: bigint
  readonly perPage: number
  readonly total: number
}

const namesPages = ({ laravel }: Switches): boolean => laravel >= 12

/** Whether the page has five keys, as the newer generation documents it. */
const isBrief = (name: EditionName): boolean => editions[name].paginator === 'cursor'

export const renderBrief = ({ items, page, perPage, total }: View): string =>
  `{"data":[${items}],"current_page":${page},"per_page":${perPage},"total":${total},"last_page":${lastPageOf(total, perPage)}}`
