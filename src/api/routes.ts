// The routes of the emulated application.

import { LIST_PATH } from '../editions.ts'
import { methodNotAllowed, routeNotFound } from '../laravel/errors.ts'
import type { Answer } from '../laravel/http.ts'
import { leadsTo, LOGIN, requestPath } from '../laravel/route.ts'

/** Whether a path leads to the list of conversations. */
export const isListPath = (path: string): boolean => leadsTo(LIST_PATH, path)

/**
 * Nothing for GET and HEAD on the list; the page for those on /login, where the application has it; an answer for OPTIONS;
 * otherwise throws 404 or 405.
 */
export function matchRoute(method: string, path: string, hasLogin = false): Answer | undefined {
  const isList = isListPath(path)
  if (!isList && !(hasLogin && leadsTo(LOGIN, path))) throw routeNotFound(requestPath(path))
  if (method === 'GET' || method === 'HEAD') return isList ? undefined : loginPage
  if (method !== 'OPTIONS') throw methodNotAllowed(method, requestPath(path))
  return {
    status: 200,
    headers: { Allow: 'GET,HEAD', 'Content-Type': 'text/html; charset=UTF-8' },
    body: '',
  }
}

const loginPage: Answer = {
  status: 200,
  headers: { 'Content-Type': 'text/html; charset=UTF-8' },
  body: `<!DOCTYPE html>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Log in</title>
    </head>
    <body>
        <h1>Log in</h1>
        <p>The API sends a request here that has no good token and does not ask for JSON. Send a token, and Accept: application/json.</p>
    </body>
</html>
`,
}
