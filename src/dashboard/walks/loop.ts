// A client in three lines of shell.

import { quote } from '../../system/shell.ts'

/** Without a token that is known, it stands for itself. */
export function toLoop(url: string, token: string | undefined): string {
  const header =
    token === undefined ? '"Authorization: Bearer $TOKEN"' : quote(`Authorization: Bearer ${token}`)
  return [
    'for page in 1 2 3; do',
    `  curl -s -o /dev/null -w '%{http_code}\\n' -H ${header} -H 'Accept: application/json' ${quote(`${url}/api/user/conversations?page=`)}$page`,
    'done',
  ].join('\n')
}
