// Finds the route of a request and its parameters. Mirrors Illuminate\Routing\RouteCollection.

import { methodNotAllowed, routeNotFound } from './errors.ts'
import { hasInvalidUtf8 } from '../php/bytes.ts'
import type { Answer } from './http.ts'
import { trimTrailingSlashes } from './http.ts'
import { decodePath, requestPath } from './route.ts'

export type Route = {
  /** GET also means HEAD. */
  readonly method: 'GET' | 'POST'
  /** The path. `{name}` stands for one segment, as in `/api/conversations/{uuid}`. */
  readonly path: string
}

export type Matched<R extends Route> = {
  readonly route: R
  readonly parameters: Readonly<Record<string, string>>
}

export type Router<R extends Route> = {
  /** The route and its parameters, or the answer to OPTIONS. Throws a 404 or 405. */
  match(method: string, path: string): Matched<R> | Answer
  /** The routes of a path for all methods. */
  find(path: string): readonly Matched<R>[]
}

export function createRouter<R extends Route>(routes: readonly R[]): Router<R> {
  const fixed = new Map<string, readonly Matched<R>[]>()
  const patterns: { route: R; pattern: RegExp }[] = []
  for (const route of routes) {
    if (route.path.includes('{')) patterns.push({ route, pattern: toPattern(route.path) })
    else fixed.set(route.path, [...(fixed.get(route.path) ?? []), { route, parameters: {} }])
  }

  function find(path: string): readonly Matched<R>[] {
    const plain = fixed.get(path)
    if (plain) return plain
    const decoded = decodePath(trimTrailingSlashes(path))
    const known = fixed.get(decoded)
    if (known) return known
    if (hasInvalidUtf8(decoded)) return []
    return patterns.flatMap(({ route, pattern }) => {
      const parameters = pattern.exec(decoded)?.groups
      return parameters === undefined ? [] : [{ route, parameters }]
    })
  }

  return {
    find,
    match(method, path) {
      const routesOfPath = find(path)
      const wanted = method === 'HEAD' ? 'GET' : method
      const matched = routesOfPath.find(({ route }) => route.method === wanted)
      if (matched) return matched
      if (routesOfPath.length === 0) throw routeNotFound(requestPath(path))
      const allowed = routesOfPath.flatMap(({ route }) =>
        route.method === 'GET' ? ['GET', 'HEAD'] : [route.method],
      )
      if (method !== 'OPTIONS') throw methodNotAllowed(method, requestPath(path), allowed)
      return {
        status: 200,
        headers: { Allow: allowed.join(','), 'Content-Type': 'text/html; charset=UTF-8' },
        body: '',
      }
    },
  }
}

/** A parameter matches one segment of at least one character. */
const toPattern = (path: string): RegExp =>
  new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`, 'u')
