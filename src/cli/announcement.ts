// The lines that a mock prints when it is ready: its address and its tokens.

import { readVersion } from '../system/assets.ts'
import type { Key, Settings } from '../config.ts'
import { demoKeys } from '../dataset/demo-keys.ts'
import { type EditionName, editions } from '../editions.ts'
import type { Log } from './log.ts'
import type { Server } from '../server/server.ts'
import type { MockToken } from '../server/mock-tokens.ts'
import { quote } from '../system/shell.ts'

const LOOPBACK: ReadonlySet<string> = new Set(['loopback', '127.0.0.1', '::1', 'localhost'])

export function announce(
  log: Log,
  server: Server,
  { key, edition, host, adminToken, dashboard, tlsCert }: Settings,
): void {
  const version = readVersion()
  const url = host === 'loopback' ? server.url.replace('127.0.0.1', 'localhost') : server.url
  const { rows, datasetName, tokens } = server
  log(
    'info',
    `conversations-mock ${version}: ${rows} ${rows === 1 ? 'conversation' : 'conversations'} (${datasetName})`,
    {
      version,
      rows,
      source: datasetName,
    },
  )
  if (!LOOPBACK.has(host)) {
    if (tokens.some(({ plain }) => demoKeys.includes(plain)))
      log(
        'warn',
        `listening on ${host} with well-known keys: everybody who reaches this machine can read the rows; set your own with --key`,
      )
    if (adminToken === undefined)
      log(
        'warn',
        `listening on ${host} with a generated admin token: everybody who reads this log can control the mock; set your own with --admin-token`,
      )
  }
  if (adminToken === undefined) {
    log('info', `admin API at ${url}/__admin with token ${server.adminToken}`, {
      adminUrl: `${url}/__admin`,
      adminToken: server.adminToken,
    })
  }
  if (dashboard) {
    // An admin token from the settings is a secret of the user. The link omits it, and the page
    // asks for it.
    const link = adminToken === undefined ? `${url}/#token=${server.adminToken}` : `${url}/`
    log('info', `dashboard at ${link}`, { dashboard: link })
  }
  if (tokens.length === 0)
    log('warn', 'no token is valid, so the API refuses every request; add one with --key')
  announceKeys(log, { url, tlsCert }, { tokens: printedTokens(tokens, key), preferred: edition })
}

/** The paginators of editions, each with a sentence about its clients. */
const generations = {
  pages: { paginator: 'page', sentence: 'is for clients that count pages or follow next_page_url' },
  cursors: { paginator: 'cursor', sentence: 'is for clients that send back next_cursor' },
  both: { paginator: 'either', sentence: 'is for clients of either kind' },
} as const

/** `key` is present only for keys that everybody knows. */
type PrintedKeys = Partial<Record<keyof typeof generations, { key?: string; edition: EditionName }>>

type Address = { readonly url: string; readonly tlsCert: string | undefined }

type Keys = { readonly tokens: readonly MockToken[]; readonly preferred: EditionName }

function announceKeys(log: Log, address: Address, { tokens, preferred }: Keys): void {
  const { url } = address
  const keys: PrintedKeys = {}
  const lines: string[] = []
  for (const name of ['pages', 'cursors', 'both'] as const) {
    const { paginator, sentence } = generations[name]
    const token = tokens.find((each) => editions[each.edition].paginator === paginator)
    if (!token) continue
    keys[name] = { ...keyFieldOf(token), edition: token.edition }
    lines.push(`${name}: ${shownKey(token)} ${sentence}`)
  }
  const chosen = tokens.find((token) => token.edition === preferred) ?? tokens[0]
  const sample = chosen && sampleOf(address, chosen)
  log(
    'info',
    [
      ...lines,
      `ready at ${url}${sample === undefined ? '' : `; ${invitationTo(chosen)}: ${sample}`}`,
    ].join('\n'),
    {
      url,
      ...(chosen && keyFieldOf(chosen)),
      edition: chosen?.edition,
      keys,
      sample,
    },
  )
}

const isWellKnown = ({ plain }: MockToken): boolean => demoKeys.includes(plain)

const keyFieldOf = (token: MockToken): { key?: string } =>
  isWellKnown(token) ? { key: token.plain } : {}

/** Other people read logs. Of a secret key the log shows at most a quarter, from its start. */
const shownKey = (token: MockToken): string =>
  isWellKnown(token)
    ? token.plain
    : `${token.plain.slice(0, Math.min(MAX_SHOWN, token.plain.length / 4))}…`

const MAX_SHOWN = 4

const invitationTo = (token: MockToken | undefined): string =>
  token === undefined || isWellKnown(token) ? 'try' : `with the key ${shownKey(token)} in $KEY try`

/**
 * The tokens to print: those from the settings in their order, or else all. A token with control
 * characters fits into no header and is left out.
 */
function printedTokens(tokens: readonly MockToken[], given: readonly Key[]): MockToken[] {
  const shown =
    given.length === 0
      ? tokens
      : given.flatMap(({ plain }) => tokens.filter((token) => token.plain === plain))
  return shown.filter(({ plain }) => !/[\x00-\x1f\x7f-\x9f]/.test(plain))
}

/** A curl command that breaks no rule of the judge. */
const sampleOf = ({ url, tlsCert }: Address, token: MockToken): string =>
  `curl ${tlsCert === undefined ? '' : `--cacert ${isPem(tlsCert) ? 'CERTIFICATE' : quote(tlsCert)} `}-H ${headerWith(token)} -H 'Accept: application/json' ${quote(`${url}/api/user/conversations?per_page=5`)}`

const isPem = (value: string): boolean => value.includes('-----BEGIN ')

const headerWith = (token: MockToken): string =>
  isWellKnown(token)
    ? quote(`Authorization: Bearer ${token.plain}`)
    : '"Authorization: Bearer $KEY"'
