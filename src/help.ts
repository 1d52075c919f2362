// What --help prints: the whole, or what belongs to one command.

import { environmentName } from './config.ts'
import { editionNames } from './editions.ts'
import type { Command } from './flags.ts'

const tokenNames = editionNames.map((name) => environmentName(`token_${name}`))

const usage = {
  serve: '  conversations-mock [serve] [options]            start the mock (the default)',
  exec: '  conversations-mock exec [options] -- COMMAND    run a command beside a mock of its own',
  lint: `\
  conversations-mock lint [--url URL] [--admin-token TOKEN] [--user ID] [--level LEVEL] [--live] [--format FORMAT]
                          [--output FILE] [--silence RULE=REASON]...
                                                  say what clients of the running mock did wrong`,
  compare: `\
  conversations-mock compare [options] [--url URL --token TOKEN] [--filter NAME=VALUE]...
                                                  walk the list by page and by cursor: exit 0 the same, 1 different, 2 not comparable`,
  generate: `\
  conversations-mock generate N [--seed S] [--out FILE]
                                                  write a dataset of N conversations`,
  health: `\
  conversations-mock health [--wait SECONDS] [--port PORT] [--host HOST] [--config FILE] [--url URL]
                                                  exit 0 when the mock is ready, and say which: the one so named, or by
                                                  PORT and the like; otherwise the newest that runs here, or port 4080`,
  openapi: '  conversations-mock openapi [--admin] [--json]   print the contract, or that of the admin API',
} satisfies Record<Command, string>

const where = `Where
  --port PORT            default 4080; 0 takes a free port
  --host HOST            default loopback, in IPv4 and IPv6; 0.0.0.0 for every interface`

const data = `Data
  --dataset NAME|FILE    a built-in fixture (default demo), a dataset file, or answers of the API in one file or several; repeatable
  --dataset-json JSON    a dataset inline, meant for CONVERSATIONS_MOCK_DATASET_JSON
  --generate N           N generated conversations instead
  --seed S               what the generator starts from, default 1
  --db FILE              keep the rows in an SQLite file; default is memory
  --shared               of that file: several mocks may use it at the same time, each with this option
  --read-only            of that file: change nothing in it, nor beside it
  --key KEY[=EDITION]    a token for the first user, in place of the well-known demo keys; repeatable`

const switches = `What the documentation leaves open
  --edition NAME         for tokens that name none: ${editionNames.join(', ')} (default combined)
  --rate-limit N|off     requests a minute and user (default off)
  --json-errors MODE     always (default), or negotiated by Accept as Laravel does
  --urls MODE            bare (default), or withQueryString: page URLs carry the filters
  --cursor-keys 5|7      keys of cursor JSON (default: as the edition documents)
  --order COLUMN         id (default) or created_at, newest first
  --trust-proxies        let X-Forwarded-* shape the URLs
  --laravel VERSION      11 (default), 12 or 13
  --public-url URL       origin of URLs in bodies: request (default), brand, or a URL`

const steering = `Steering (the admin API below /__admin)
  --admin-token TOKEN    what it asks for; generated and printed if absent
  --allowed-hosts NAMES  more host names that it answers to, separated by commas
  --no-dashboard         do not serve the page at /
  --journal N            requests to remember of each user, default 10000; 0 for none`

const judging = `Judging clients
  --no-judge             do not judge clients
  --walk-idle SECONDS    how long after its last request a walk is over, default 30
  --silence RULE=REASON  do not count what this rule finds; repeatable`

const execReport = `Report (exec)
  --lint[=LEVEL]         when COMMAND has ended, print what the judge found, and exit with 1 for findings of that level or worse:
                         error, warning (default) or note
  --allow-none           let a COMMAND pass that never requested the list; otherwise exit with 2
  --format FORMAT        text (default), json, junit, github or sarif
  --output FILE          where to write that`

const lintReport = `Report (lint)
  --url URL              origin of the mock; by default CONVERSATIONS_MOCK_URL, or the mock that was started here last
  --admin-token TOKEN    what the mock printed when it started; by default CONVERSATIONS_MOCK_ADMIN_TOKEN
  --user ID              only what this user's tokens did
  --level LEVEL          exit with 1 for findings of that level or worse: error, warning (default) or note
  --allow-none           let it pass when nobody requested the list; otherwise exit with 2
  --live                 walks may still go on: of clients that still run
  --format FORMAT        text (default), json, junit, github or sarif
  --output FILE          where to write that; otherwise stdout
  --silence RULE=REASON  do not count what this rule finds; repeatable`

const comparing = `Comparing generations (compare)
  --url URL              an API that runs; without it a mock of its own is started with the options of the mock
  --token TOKEN          for both walks, at a mock; of its own mock by default the first user's
  --page-token TOKEN, --cursor-token TOKEN
                         one of each generation, where the token decides the edition
  --filter NAME=VALUE    sent with every request; repeatable; both editions must document it
  --per-page N           1 to 100, default 100
  --page-edition NAME    nicecall (default), aiployees or combined
  --cursor-edition NAME  autocalls (default) or combined
  --format FORMAT        text (default) or json`

const output = `Output
  --log-level LEVEL      silent, error, warn, info (default) or debug (every request)
  --quiet                errors only
  --config FILE          JSON with these settings in camelCase; default conversations-mock.config.json if there is one
  -h, --help
  -v, --version`

const sources = `\
Every option of the mock itself is also an environment variable: --rate-limit is CONVERSATIONS_MOCK_RATE_LIMIT; PORT and HOST
count too. The options of lint, of compare and of reports are none. A flag wins over the environment, that over the config file,
also between --dataset, --dataset-json and --generate. Relative paths in the config file count from that file.`

const aboutExec = `\
exec starts the mock silently, on a free port unless --port names one, and ends with the exit code of COMMAND. COMMAND finds in
its environment CONVERSATIONS_MOCK_URL, CONVERSATIONS_MOCK_TOKEN (of --edition), CONVERSATIONS_MOCK_ADMIN_TOKEN, and for each
edition that has a token ${tokenNames.slice(0, 2).join(', ')},
${tokenNames.slice(2).join(', ')}. Other CONVERSATIONS_MOCK_* variables
are settings of this mock, which COMMAND does not see. With --lint a command that failed keeps its exit code; 1 means findings,
and 2 that exec could not start or not report, or that COMMAND never requested the list. The report goes to stderr, since stdout is
the command's; only --format github prints to stdout.`

const aboutLint = `\
lint takes every walk for over, unless --live is given. It exits with 0, with 1 when there are findings of --level (default
warning) or worse, and with 2 when it could not ask or nobody had requested the list. --format github also
appends Markdown to the file that GITHUB_STEP_SUMMARY names.`

const ofMock = [where, data, switches, steering, judging]
const whole = 'All commands and options: conversations-mock --help'

const joined = (...sections: readonly string[]): string => `${sections.join('\n\n')}\n`

const usageOf = (...commands: readonly Command[]): string => `Usage\n${commands.map((command) => usage[command]).join('\n')}`

export const help = joined(
  'conversations-mock: a mock of the conversations API of nicecall.ai, aiployees.com, autocalls.ai and their siblings',
  usageOf('serve', 'exec', 'lint', 'compare', 'generate', 'health', 'openapi'),
  ...ofMock,
  execReport,
  lintReport,
  comparing,
  output,
  sources,
  aboutExec,
  aboutLint,
)

const ofCommand: Partial<Record<Command, string>> = {
  exec: joined(usageOf('exec'), execReport, ...ofMock, output, aboutExec, whole),
  lint: joined(usageOf('lint'), lintReport, aboutLint, whole),
  compare: joined(usageOf('compare'), comparing, ...ofMock, output, whole),
}

/** What belongs to the command, where that is less than the whole. */
export const helpOf = (command: Command): string => ofCommand[command] ?? help
