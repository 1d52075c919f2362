// A shell loop of three lines that asks for three pages.

import { quote } from '../../system/shell.ts'

/** Without a token, the loop contains `$TOKEN`. */
export function toLoop(url: string, token: string | undefined): string {
  const header =
    token === undefined ? '"Authorization: Bearer $TOKEN"' : quote(`Authorization: Bearer ${token}`)
  return [
    'for page in 1 2 3; do',
    `  curl -s -o /dev/null -w '%{http_code}\\n' -H ${header} -H 'Accept: application/json' ${quote(`${url}/api/user/conversations?page=`)}$page`,
    'done',
  ].join('\n')
}
