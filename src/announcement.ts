// What a mock says of itself when it is ready: where it is, and what lets one in.

import { readVersion } from './assets.ts'
import type { Settings } from './config.ts'
import type { Log } from './log.ts'
import type { Server } from './server.ts'

export function announce(log: Log, server: Server, { key, edition, host, adminToken, dashboard }: Settings): void {
  const version = readVersion()
  const url = host === 'loopback' ? server.url.replace('127.0.0.1', 'localhost') : server.url
  const chosen =
    server.tokens.find(({ plain }) => plain === key[0]?.plain) ??
    server.tokens.find((token) => token.edition === edition) ??
    server.tokens[0]
  const token = chosen?.plain ?? ''
  const sample = `curl -H 'Authorization: Bearer ${token}' '${url}/api/user/conversations?per_page=5'`
  const { rows, source } = server
  log('info', `conversations-mock ${version}: ${rows} conversations (${source})`, { version, rows, source })
  if (!['loopback', '127.0.0.1', '::1', 'localhost'].includes(host)) {
    if (key.length === 0)
      log('warn', `listening on ${host} with well-known keys: whoever reaches this machine can read the rows; set your own with --key`)
    if (adminToken === undefined)
      log(
        'warn',
        `listening on ${host} with a generated admin token: whoever reads this log can steer the mock; set your own with --admin-token`,
      )
  }
  if (adminToken === undefined) {
    log('info', `admin API at ${url}/__admin with token ${server.adminToken}`, {
      adminUrl: `${url}/__admin`,
      adminToken: server.adminToken,
    })
  }
  if (dashboard) {
    // A token that was chosen is a secret of who chose it; the page asks for it.
    const link = adminToken === undefined ? `${url}/#token=${server.adminToken}` : `${url}/`
    log('info', `dashboard at ${link}`, { dashboard: link })
  }
  log('info', `ready at ${url} with key ${token}; try: ${sample}`, { url, key: token, edition: chosen?.edition, sample })
}
