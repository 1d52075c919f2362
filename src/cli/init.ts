// The command `init` writes the first files of a project that uses the mock.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoKeyOf } from '../dataset/demo-keys.ts'
import { completeAssistant } from '../dataset/assistant.ts'
import { DATASET_SCHEMA, formatDataset } from '../dataset/text.ts'
import type { Conversation, Token } from '../dataset/dataset.ts'
import { ConfigError } from '../parse-settings.ts'
import { reasonOf } from '../system/system-errors.ts'
import { quoteIfNeeded } from '../system/shell.ts'
import type { CommandLine } from './flags.ts'
import type { Program } from './program.ts'

const DATASET = 'conversations-mock.dataset.json'
const TEST = 'conversations-mock.test.mjs'

/** Throws a ConfigError and writes nothing when one of the files exists. */
export async function run(
  { positionals: [folder = '.'] }: CommandLine,
  { stdout }: Program,
): Promise<void> {
  const taken = Object.keys(starter).filter((name) => existsSync(join(folder, name)))
  if (taken.length > 0)
    throw new ConfigError(
      `init overwrites nothing, and ${taken.map((name) => join(folder, name)).join(', ')} ${taken.length === 1 ? 'is' : 'are'} there already; move that away, or name another folder`,
    )
  try {
    mkdirSync(folder, { recursive: true })
    for (const [name, text] of Object.entries(starter))
      writeFileSync(join(folder, name), text, { flag: 'wx' })
  } catch (error) {
    throw new ConfigError(`cannot write the starter to ${folder}: ${reasonOf(error)}`)
  }
  const enter = folder === '.' ? '' : `cd ${quoteIfNeeded(folder)} && `
  stdout.write(
    [
      ...Object.keys(starter).map((name) => `wrote ${join(folder, name)}`),
      '',
      `mock:  ${enter}npx conversations-mock`,
      `test:  ${enter}npx conversations-mock exec --lint -- node --test ${TEST}`,
      '',
    ].join('\n'),
  )
}

const row = (
  id: number,
  { uuid, type, ...fields }: Pick<Conversation, 'uuid' | 'type'> & Partial<Conversation>,
): Conversation => ({
  id,
  uuid,
  assistant_id: 1,
  type,
  variables: null,
  external_identifier: null,
  message_count: 4,
  total_cost: 0.002,
  ai_enabled: true,
  whatsapp_sender_name: null,
  whatsapp_sender_phone: null,
  customer_name: null,
  customer_phone: null,
  created_at: `2025-01-0${id} 09:00:00`,
  updated_at: `2025-01-0${id} 09:05:00`,
  ...fields,
})

const tokens = (['nicecall', 'autocalls'] as const).map((edition, index): Token => ({
  id: index + 1,
  user_id: 1,
  plain: demoKeyOf(edition),
  edition,
  expires_at: null,
}))

const dataset = [
  ...formatDataset(
    {
      users: [{ id: 1, name: 'My User', email: 'me@example.com', total_balance: 100 }],
      tokens,
      assistants: [
        completeAssistant({
          id: 1,
          uuid: '6f1c1ae6-3b2f-4c67-9d5e-0c8a3a1f7b10',
          user_id: 1,
          name: 'Support',
        }),
      ],
      conversations: [
        row(1, {
          uuid: '0b0f3c52-8f0e-4a4e-9a52-4f6f0d8e1a01',
          type: 'widget',
          variables: new Map([['plan', 'starter']]),
        }),
        row(2, {
          uuid: '2d9b7e4a-51c3-4f0b-8a6d-7e1c5b3f2a02',
          type: 'whatsapp',
          whatsapp_sender_name: 'My Shop',
          whatsapp_sender_phone: '+18005550199',
          customer_name: 'Ada Example',
          customer_phone: '+16085550106',
        }),
        row(3, {
          uuid: '4e8a6d13-92b7-4c5d-b1f8-3a7d9c2e5b03',
          type: 'api',
          external_identifier: 'order-1001',
        }),
      ],
    },
    DATASET_SCHEMA,
  ),
].join('')

const config = {
  $schema: './node_modules/conversations-mock/config.schema.json',
  dataset: DATASET,
  edition: 'autocalls',
}

const compose = `# The mock beside other services: docker compose -f conversations-mock.compose.yaml up --wait
# Its image is built in a clone of the mock: docker build -t conversations-mock .
services:
  conversations-mock:
    image: conversations-mock
    command: ['--dataset', '/dataset.json']
    ports:
      - '127.0.0.1:4080:4080'
    volumes:
      - ./${DATASET}:/dataset.json:ro
    environment:
      CONVERSATIONS_MOCK_ALLOWED_HOSTS: conversations-mock
`

const test = `// npx conversations-mock exec --lint -- node --test ${TEST}
import assert from 'node:assert/strict'
import { test } from 'node:test'

const { CONVERSATIONS_MOCK_URL: url, CONVERSATIONS_MOCK_TOKEN: token } = process.env

test('collects all conversations', async () => {
  const rows = []
  let cursor
  do {
    const query = new URLSearchParams({ per_page: '2', ...(cursor && { cursor }) })
    const response = await fetch(\`\${url}/api/user/conversations?\${query}\`, {
      headers: { Authorization: \`Bearer \${token}\`, Accept: 'application/json' },
    })
    assert.equal(response.status, 200)
    const { data, next_cursor } = await response.json()
    rows.push(...data)
    cursor = next_cursor
  } while (cursor)
  assert.equal(rows.length, 3)
})
`

const starter: Readonly<Record<string, string>> = {
  'conversations-mock.config.json': `${JSON.stringify(config, null, 2)}\n`,
  [DATASET]: dataset,
  'conversations-mock.compose.yaml': compose,
  [TEST]: test,
}
