// The input of an exchange. Each part is parsed when a stage first needs it, and only once.

import { editions, paginatorOf } from '../editions.ts'
import { type Body, cleanInput, type Input, parseBody } from '../laravel/input.ts'
import type { InputArray } from '../php/input-array.ts'
import { parseQuery } from '../php/query-string.ts'
import type { Exchange } from './exchange.ts'

/** The query as PHP reads it. Throws InputLimitError. */
export const queryOf = ({ parsed, query }: Exchange): InputArray =>
  (parsed.query ??= parseQuery(query))

/** The body as PHP and Laravel read it, before the middleware runs. Throws InputLimitError. */
export const bodyOf = ({ parsed, method, headers, body = '', wantedFields }: Exchange): Body =>
  (parsed.body ??= parseBody(method, headers, body, wantedFields))

/** The query and the body after the middleware has cleaned them. Throws InputLimitError. */
export const inputOf = (exchange: Exchange): Input =>
  (exchange.parsed.input ??= cleanInput(queryOf(exchange), bodyOf(exchange)))

/** The way in which the list of this request is paged. */
export const paginatorFor = (exchange: Exchange): 'page' | 'cursor' =>
  paginatorOf(editions[exchange.edition], inputOf(exchange).all)
