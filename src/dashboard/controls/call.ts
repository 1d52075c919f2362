// Prints calls of the admin API for a shell. A call never holds the admin token: the shell reads it
// from $ADMIN.

import { quote } from '../../system/shell.ts'

type Call = {
  readonly method: string
  readonly path: string
  readonly user?: number | undefined
  readonly body?: unknown
}

/** Builds a curl command for a POSIX shell. */
export function toCurl(baseUrl: string, { method, path, user, body }: Call): string {
  const url = `${baseUrl}/__admin${path}${user === undefined ? '' : `?user=${user}`}`
  const parts = [`curl -sS -X ${method} ${quote(url)} -H "Authorization: Bearer $ADMIN"`]
  if (body !== undefined)
    parts.push(`-H 'Content-Type: application/json' -d ${quote(JSON.stringify(body))}`)
  return parts.join(' ')
}
