// Decides between JSON and HTML. Mirrors Illuminate\Http\Concerns\InteractsWithContentTypes and
// Symfony's AcceptHeader.

import type { IncomingHttpHeaders } from 'node:http'
import { header } from './http.ts'

/** $request->expectsJson(). */
export function expectsJson(headers: IncomingHttpHeaders): boolean {
  const [preferred] = acceptableTypes(header(headers, 'accept') ?? '')
  if (preferred !== undefined && /[/+]json/i.test(preferred)) return true
  const ajax = header(headers, 'x-requested-with') === 'XMLHttpRequest'
  const pjax = !['', '0'].includes(header(headers, 'x-pjax') ?? '')
  return ajax && !pjax && (preferred === undefined || preferred === '*/*' || preferred === '*')
}

/** The media types of an Accept header, the highest q first. Equal q keeps the order. */
export function acceptableTypes(accept: string): string[] {
  const types = splitOutsideQuotes(accept, ',').flatMap((item) => {
    const [type = '', ...parameters] = splitOutsideQuotes(item, ';')
    const quality = parameters.find((parameter) => /^q\s*=/i.test(parameter))
    return type === ''
      ? []
      : [
          {
            type,
            quality: quality === undefined ? 1 : toFloat(quality.slice(quality.indexOf('=') + 1)),
          },
        ]
  })
  return types.toSorted((a, b) => b.quality - a.quality).map(({ type }) => type)
}

const splitOutsideQuotes = (text: string, separator: ',' | ';'): string[] =>
  (
    text.match(
      separator === ',' ? /(?:"(?:[^"\\]|\\.)*"?|[^",])+/g : /(?:"(?:[^"\\]|\\.)*"?|[^";])+/g,
    ) ?? []
  ).map((part) => part.trim())

/** PHP's (float) $text: the number at the start of the text, otherwise 0. */
const toFloat = (text: string): number => Number.parseFloat(text.trim().replace(/^"/, '')) || 0
