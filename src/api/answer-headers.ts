// The headers of answers. Nearly all answers have the same ones, so they share one object.

import { type Answer, areSameHeaders } from '../laravel/http.ts'

type Headers = Answer['headers']

/** Returns a function that joins the headers of the middleware and of a handler. */
export function createHeaderJoin(): (middleware: Headers, own: Headers) => Headers {
  let last:
    | { readonly middleware: Headers; readonly own: Headers; readonly all: Headers }
    | undefined
  return (middleware, own) => {
    if (last?.own !== own || !areSameHeaders(middleware, last.middleware))
      last = {
        middleware,
        own,
        all: { 'Cache-Control': 'no-cache, private', ...middleware, ...own },
      }
    return last.all
  }
}
