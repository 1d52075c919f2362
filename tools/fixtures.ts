// Writes fixtures/*.json: `node tools/fixtures.ts`. The bytes are the same each time.

import { writeFileSync } from 'node:fs'
import { conversationTypes, type Conversation, type Dataset } from '../src/dataset/dataset.ts'
import { secondDemoKey } from '../src/dataset/demo-keys.ts'
import { formatDateTime, parseDateTime } from '../src/php/dates.ts'
import { completeAssistant } from '../src/dataset/assistant.ts'
import { DEFAULT_BALANCE } from '../src/dataset/balance.ts'
import { formatAssistant, formatRow, formatTables, formatUser } from '../src/dataset/text.ts'
import { type FixtureName, fixtureNames, fixtureUrl } from '../src/seed/fixtures.ts'
import { generateDataset } from '../src/seed/generator.ts'
import { createRandom } from '../src/random/random.ts'

/**
 * A conversation that lists only its important fields. `json` is the exact text of its variables.
 */
type Sketch = Partial<Conversation> & { json?: string }

const recipes: Record<FixtureName, () => Promise<string>> = {
  demo,
  documented,
  empty: () => generated(0),
  one: () => generated(1),
  fourteen: () => generated(14),
  fifteen: () => generated(15),
  sixteen: () => generated(16),
  thirty: () => generated(30),
  ties,
  nulls,
  unicode,
  long,
}

export async function formatFixtures(): Promise<Map<FixtureName, string>> {
  return new Map(
    await Promise.all(fixtureNames.map(async (name) => [name, await recipes[name]()] as const)),
  )
}

/** Two users whose conversations alternate in time, and so in id. */
async function demo(): Promise<string> {
  const first = await generateDataset({ count: 68, seed: 127 })
  const second = await generateDataset({ count: 12, seed: 48 })
  const assistant = completeAssistant({
    id: 4,
    uuid: second.assistants[0]?.uuid ?? '',
    user_id: 2,
    name: 'Reception Assistant',
  })
  for (const row of second.conversations) row.assistant_id = assistant.id
  const rows = [...first.conversations, ...second.conversations].toSorted((a, b) =>
    a.created_at < b.created_at ? -1 : 1,
  )
  for (const [index, row] of rows.entries()) row.id = index + 1
  const dataset = {
    users: [
      ...first.users,
      {
        id: 2,
        name: 'Second User',
        email: 'second@example.com',
        total_balance: DEFAULT_BALANCE,
      },
    ],
    tokens: [
      ...first.tokens,
      { id: 5, user_id: 2, plain: secondDemoKey, edition: null, expires_at: null },
    ],
    assistants: [...first.assistants, assistant],
  }
  return format(dataset, rows.map(formatRow))
}

/**
 * The rows of the public examples. With two rows per page, the first next_cursor is the documented
 * one, which holds id 100.
 */
function documented(): Promise<string> {
  return sketched(
    [{ uuid: 'a1b2c3d4-5678-90ab-cdef-1234567890ab', name: 'Support Assistant' }],
    [
      {
        id: 99,
        uuid: '9e1g8891-9647-62fg-166d-g29ge3h12cg9',
        type: 'api',
        json: '{"lead_id":"12345","source":"website"}',
        external_identifier: 'crm-lead-12345',
        message_count: 5,
        total_cost: 0.0021,
        created_at: '2025-01-25 09:00:00',
        updated_at: '2025-01-25 09:15:30',
      },
      {
        id: 100,
        uuid: '8d0f7780-8536-51ef-055c-f18fd2g01bf8',
        type: 'whatsapp',
        message_count: 8,
        total_cost: 0.0032,
        whatsapp_sender_name: 'Acme Corp Support',
        whatsapp_sender_phone: '+14155551234',
        customer_name: 'John Doe',
        customer_phone: '+14155559876',
        created_at: '2025-01-25 10:15:00',
        updated_at: '2025-01-25 10:28:45',
      },
      {
        id: 101,
        uuid: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
        json: '{"user_name":"Jane Smith","plan":"premium"}',
        message_count: 12,
        total_cost: 0.0045,
        created_at: '2025-01-25 14:30:00',
        updated_at: '2025-01-25 14:45:22',
      },
    ],
  )
}

/** Groups of rows with equal created_at, which cross the borders of pages of 15 rows. */
function ties(): Promise<string> {
  return generated(40, (row, index, rows) => {
    const runStart = [32, 20, 7, 0].find((start) => start <= index) ?? 0
    return { ...row, created_at: rows[runStart]?.created_at ?? row.created_at }
  })
}

/** Each type twice, without any optional value. */
function nulls(): Promise<string> {
  const types = [...conversationTypes, ...conversationTypes]
  return sketched(
    [{ name: 'Support Assistant' }],
    types.map((type) => (type === 'test' ? { type, total_cost: 0 } : { type })),
  )
}

function unicode(): Promise<string> {
  return sketched(
    [
      { name: 'Assistänt "Ünïcødé" 🤖 </script>' },
      { name: 'مساعد الدعم \u200f123' },
      { name: 'e\u0301\u0323 \u202eesrever\u202c \u0000\u007f' },
    ],
    [
      ...Object.entries(traps).flatMap(([name, text]): Sketch[] => [
        {
          type: 'whatsapp',
          ...whatsappParties,
          whatsapp_sender_name: text,
          customer_name: text,
          variables: new Map([[text, name]]),
        },
        { type: 'api', external_identifier: text, variables: new Map([[name, text]]) },
      ]),
      ...variableTexts.map((json): Sketch => ({ json })),
    ],
  )
}

function long(): Promise<string> {
  return sketched(
    [{ name: 'Assistant '.repeat(500) }, { name: 'Support Assistant' }],
    [
      { type: 'api', external_identifier: 'crm-lead-'.padEnd(255, '1234567890') },
      { type: 'api', external_identifier: 'é'.repeat(255) },
      { type: 'api', external_identifier: '😀'.repeat(255) },
      {
        type: 'whatsapp',
        ...whatsappParties,
        customer_phone: '+1'.padEnd(255, '5550100'),
        whatsapp_sender_phone: '+1'.padEnd(255, '5550199'),
      },
      {
        type: 'whatsapp',
        ...whatsappParties,
        customer_name: 'Wolfeschlegelsteinhausenbergerdorff '.repeat(100),
      },
      {
        type: 'whatsapp',
        ...whatsappParties,
        customer_name: 'محمد '.repeat(1000),
        whatsapp_sender_name: '漢字'.repeat(2000),
      },
      {
        variables: new Map([
          ['note', 'All work and no play makes a dull conversation. '.repeat(2000)],
        ]),
      },
      {
        variables: new Map(
          Array.from({ length: 4000 }, (_, index) => [`answer_${index}`, `réponse ${index}`]),
        ),
      },
      { json: `{"numbers":[${Array.from({ length: 20_000 }, (_, index) => index).join(',')}]}` },
      { json: `${'{"deeper":'.repeat(200)}null${'}'.repeat(200)}` },
      { message_count: 2_147_483_647, total_cost: 123456789.123456 },
    ],
  )
}

const whatsappParties = {
  whatsapp_sender_name: 'Acme Corp Support',
  whatsapp_sender_phone: '+18005550199',
  customer_name: 'Jane Smith',
  customer_phone: '+12125550123',
}

const traps: Record<string, string> = {
  astral: '😀 𝒳 🜁 𠮷野家',
  joined: '👩‍👩‍👧‍👦 👩🏽‍🚀 🏳️‍🌈 1️⃣ 🇩🇪🇫🇷',
  precomposed: 'Zo\u00eb \u00c5ngstr\u00f6m, \ud55c\uae00',
  decomposed: 'Zoe\u0308 A\u030angstro\u0308m, \u1112\u1161\u11ab\u1100\u1173\u11af',
  'singletons of NFC': '\u212bngstr\u00f6m \u2126 \u212a',
  'stacked marks': 'Z\u0337\u0300\u0301\u0302\u0303a\u0334\u0316\u0317l\u0335g\u0336o',
  'right to left': 'שלום עולם، مرحبا بالعالم',
  'both directions': 'abc אבג 123 (دال) xyz',
  'bidi controls': '\u202egnp.exe\u202c \u2066isolated\u2069 \u200emark\u200f \u061c',
  invisible: '\ufeffBOM ze\u200bro no\u00a0break soft\u00adhyphen word\u2060joiner \u180e',
  'blanks around': '  \u3000two and ideographic\u2003 ',
  'line ends': 'a\nb\r\nc\rd\u2028e\u2029f\u0085g\u000bh\fi',
  controls: String.fromCharCode(
    ...Array.from({ length: 32 }, (_, code) => (code === 0 ? 0x7f : code)),
  ),
  nul: 'before\u0000after',
  'C1 controls': '\u0080\u0090\u009b31m\u009f',
  quotes: `"double" 'single' \`back\` “curly” «angle» „low“`,
  backslashes: 'C:\\temp\\new \\u0041 \\" \\',
  'slashes and markup': '</script><script>alert(1)</script> a/b//c <!-- &amp; & ]]>',
  'very wide': '﷽ 𒐫 ⸻ ꧅ ௵',
  'full width': '＋１２３ ＡＢＣ ﾊﾝｶｸ',
  'other digits': '+٤٩١٢٣ ௧௨௩ ๑๒๓',
  'letters that change length': 'ß ẞ ı İ ſ ŉ ﬃ ǅ ΐ Σς',
  'joining scripts': 'हिन्दी தமிழ் ไทย မြန်မာ ខ្មែរ ᠮᠣᠩᠭᠣᠯ',
  noncharacters: '\ufdd0 \ufffe \uffff \ufffd \u{10ffff}',
  'private use': '\ue000 \uf8ff \u{f0000}',
  tags: '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
  'query characters': '%00 %C3%A9 a+b&c=d#e?f[]=g',
  wildcards: "100% _ * ? ' OR 1=1 -- {{7*7}} ${x}",
  'looks like null': 'null',
  'looks like zero': '0',
  'looks like a float': '1e3',
  empty: '',
}

const variableTexts = [
  '{}',
  '[]',
  '{"0":"a","1":"b"}',
  '{"1":"a","0":"b"}',
  '{"10":"a","9":"b","-1":"c","01":"d","1.5":"e","9223372036854775808":"f"}',
  '{"":"an empty key"," ":"a blank key"}',
  '{"__proto__":{"polluted":true},"constructor":"x","toString":null,"length":0}',
  '{"a":{},"b":[],"c":{"d":{"e":{}}},"f":[[],[{}]]}',
  '{"zero":0,"one":1.0,"tenth":0.1,"sum":0.30000000000000004,"tiny":1e-7,"small":0.0001,"large":1.0e+25,"negative":-1.5e-9}',
  '{"safe":9007199254740991,"beyond":9007199254740993,"max":9223372036854775807,"min":-9223372036854775808,"over":9223372036854775808}',
  '{"\\u0000nul":1,"ключ":2,"鍵":3,"😀":4,"مفتاح":5,"a/b":6,"\\"":7,"\\\\":8}',
  '["a list",1,null,true,{"inner":[]}]',
  '"a text"',
  '42',
  'false',
]

type Change = (row: Conversation, index: number, rows: Conversation[]) => Conversation

async function generated(count: number, change: Change = (row) => row): Promise<string> {
  const dataset = await generateDataset({ count, seed: count })
  return format(dataset, dataset.conversations.map(change).map(formatRow))
}

/**
 * The demo user with these assistants and conversations. Conversations without a time are one
 * minute apart.
 */
async function sketched(
  assistants: readonly { uuid?: string; name: string }[],
  sketches: readonly Sketch[],
): Promise<string> {
  const random = createRandom(sketches.length)
  const { users, tokens } = await generateDataset({ count: 0, seed: 0 })
  const start = parseDateTime('2025-01-20 09:00:00') ?? 0
  const rows = sketches.map(({ json, ...sketch }, index) => {
    const row: Conversation = {
      id: index + 1,
      uuid: random.uuid(),
      assistant_id: 1 + (index % assistants.length),
      type: 'widget',
      variables: null,
      external_identifier: null,
      message_count: 4,
      total_cost: 0.0015,
      ai_enabled: true,
      whatsapp_sender_name: null,
      whatsapp_sender_phone: null,
      customer_name: null,
      customer_phone: null,
      created_at: formatDateTime(start + index * 60),
      updated_at: formatDateTime(start + index * 60 + 240),
      ...sketch,
    }
    return json === undefined
      ? formatRow(row)
      : formatRow(row).replace('"variables":null', () => `"variables":${json}`)
  })
  return format(
    {
      users,
      tokens,
      assistants: assistants.map((named, index) =>
        completeAssistant({ id: index + 1, uuid: random.uuid(), user_id: 1, ...named }),
      ),
    },
    rows,
  )
}

const format = (
  { users, tokens, assistants }: Omit<Dataset, 'conversations'>,
  conversations: readonly string[],
): string =>
  [
    ...formatTables({
      users: users.map(formatUser),
      tokens: tokens.map(formatRow),
      assistants: assistants.map(formatAssistant),
      conversations,
    }),
  ].join('')

if (process.argv[1] === import.meta.filename) {
  for (const [name, text] of await formatFixtures()) writeFileSync(fixtureUrl(name), text)
}
