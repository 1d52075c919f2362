// What --help prints.

import { editionNames } from './editions.ts'

export const help = `conversations-mock: a mock of the conversations API of nicecall.ai, aiployees.com, autocalls.ai and their siblings

Usage
  conversations-mock [serve] [options]            start the mock (the default)
  conversations-mock generate N [--seed S] [--out FILE]
                                                  write a dataset of N conversations
  conversations-mock health [--wait SECONDS] [--url URL]
                                                  exit 0 when the running mock is ready
  conversations-mock openapi [--json]             print the contract

Where
  --port PORT            default 4080; 0 takes a free port
  --host HOST            default loopback, in IPv4 and IPv6; 0.0.0.0 for every interface

Data
  --dataset NAME|FILE    a built-in fixture (default demo) or a dataset file
  --dataset-json JSON    a dataset inline, meant for CONVERSATIONS_MOCK_DATASET_JSON
  --generate N           N generated conversations instead
  --seed S               what the generator starts from, default 1
  --db FILE              keep the rows in an SQLite file; default is memory
  --key KEY[=EDITION]    one more token for the first user; repeatable

What the documentation leaves open
  --edition NAME         for tokens that name none: ${editionNames.join(', ')} (default combined)
  --rate-limit N|off     requests a minute and user (default off)
  --json-errors MODE     always (default), or negotiated by Accept as Laravel does
  --urls MODE            bare (default), or withQueryString: page URLs carry the filters
  --cursor-keys 5|7      keys of cursor JSON (default: as the edition documents)
  --order COLUMN         id (default) or created_at, newest first
  --trust-proxies        let X-Forwarded-* shape the URLs
  --laravel VERSION      11 (default), 12 or 13
  --public-url URL       origin of URLs in bodies: request (default), brand, or a URL

Output
  --log-level LEVEL      silent, error, warn, info (default) or debug (every request)
  --quiet                errors only
  --config FILE          JSON with these settings in camelCase; default conversations-mock.config.json if there is one
  -h, --help
  -v, --version

Every option is also an environment variable: --rate-limit is CONVERSATIONS_MOCK_RATE_LIMIT; PORT and HOST count too.
A flag wins over the environment, that over the config file.
`
