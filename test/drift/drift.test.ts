import { describe, expect, test } from 'vitest'
import { calibrateLive } from '../../src/calibration/calibrate.ts'
import type { Options } from '../../src/config.ts'
import type { Difference, DriftKind } from '../../src/drift/entry.ts'
import { capture, drift, type Mock, startMock } from '../../src/index.ts'
import { atFileEnd } from '../file-end.ts'
import { type Change, inList, inRows, inStatus, startChanging } from './changing-server.ts'

const base: Options = { edition: 'combined', rateLimit: 1000, dataset: 'demo' }
const settings: Options = { edition: 'combined', rateLimit: 1000 }

type More = Partial<Parameters<typeof drift>[0]> & {
  readonly captured?: Awaited<ReturnType<typeof capture>>
}

async function entriesWith(change: Change, live: Mock, { captured, ...more }: More = {}) {
  const token = live.token('combined')
  const { dataset } = captured ?? (await capture({ live: live.url, token }))
  await using server = await startChanging(live.url, change)
  const { entries } = await drift({ live: server.url, token, dataset, settings, ...more })
  return entries
}

// All changed answers come from one mock.
const shared = await startMock(base)
atFileEnd(() => shared.close())
const captured = await capture({ live: shared.url, token: shared.token('combined') })

const brief = ({ where, kind }: Difference): string => `${kind}: ${where}`

describe('drift finds nothing', () => {
  test.each<Options>([
    { edition: 'nicecall' },
    { edition: 'aiployees', laravel: 13, order: 'created_at' },
    { edition: 'autocalls', laravel: 12 },
    { edition: 'combined', cursorKeys: 5, urls: 'withQueryString', jsonErrors: 'negotiated' },
    { edition: 'autocalls', rateLimit: 17, publicUrl: 'brand', trustProxies: true },
    {
      edition: 'combined',
      laravel: 13,
      publicUrl: 'https://app.example.com/base',
      dataset: 'empty',
    },
    { edition: 'nicecall', dataset: 'one', assistantsEnvelope: true, jsonErrors: 'negotiated' },
  ])('between a server and a mock that are alike: %j', async (options) => {
    await using live = await startMock({ dataset: 'demo', ...options })
    const token = live.token(options.edition)
    const clock = { now: 1_760_000_000 }
    live.setClock(clock.now)
    const wait = async (milliseconds: number) => {
      clock.now += milliseconds / 1000
      live.setClock(clock.now)
    }
    const at = { url: live.url, token, option: '--live' }
    const { settings: found } = await calibrateLive({ ...at, wait })
    await wait(60_000)
    const { dataset } = await capture({ live: live.url, token })
    await wait(60_000)
    const report = await drift({ live: live.url, token, dataset, settings: found, wait })
    expect(report.entries).toEqual([])
    expect(report.complete).toBe(true)
    await wait(60_000)
    const fresh = await drift({ live: live.url, token, settings: found, wait })
    expect(fresh.entries).toEqual([])
  })
})

type Planted = readonly [name: string, entry: `${DriftKind}: ${string}`, change: Change]

/** The changes of an inner list are made together. Each appears at a place where no other does. */
const planted: readonly (readonly Planted[])[] = [
  [
    [
      'a field renamed: gone',
      'field missing: $.data[*].created_at',
      inRows(({ created_at, ...row }) => ({ ...row, createdAt: created_at })),
    ],
    ['a field renamed: new', 'field new: $.data[*].createdAt', () => undefined],
    [
      'a field removed',
      'field missing: $.data[*].total_cost',
      inRows(({ total_cost: _, ...row }) => row),
    ],
    [
      'a field added',
      'field new: $.data[*].sentiment',
      inRows((row) => ({ ...row, sentiment: null })),
    ],
    [
      'a boolean as a number',
      'type: $.data[*].ai_enabled',
      inRows((row) => ({ ...row, ai_enabled: Number(row['ai_enabled']) })),
    ],
    [
      'null for a name',
      'type: $.data[*].assistant_name',
      inRows((row) => ({ ...row, assistant_name: null })),
    ],
    [
      'a unix time',
      'type: $.data[*].updated_at',
      inRows((row) => ({ ...row, updated_at: 1_700_000_000 })),
    ],
    [
      'a new type of conversation',
      'enum value: $.data[*].type',
      inRows((row) => (row['type'] === 'api' ? { ...row, type: 'sms' } : row)),
    ],
    [
      'a field of a person renamed',
      'field missing: $.data[*].customer.name',
      inRows((row) =>
        row['customer'] ? { ...row, customer: { full_name: 'x', phone: null } } : row,
      ),
    ],
    [
      'a list for variables',
      'type: $.data[*].variables',
      inRows((row) => ({ ...row, variables: [1] })),
    ],
    [
      'another message',
      'message: $.message',
      inStatus(401, (_, body) => {
        body['message'] = 'Unauthorized'
      }),
    ],
    [
      'another message of a field',
      'message: $.errors.per_page[0]',
      inStatus(422, (_, body) => {
        body['errors'] = JSON.parse(
          JSON.stringify(body['errors']).replace('The per page field', 'per_page'),
        )
      }),
    ],
    [
      'a page for an error',
      'type: body',
      (passing) => {
        if (passing.status === 404) passing.text = '<!DOCTYPE html><html>'
      },
    ],
  ],
  [
    [
      'a number as a text',
      'type: $.data[*].total_cost',
      inRows((row) => ({ ...row, total_cost: String(row['total_cost']) })),
    ],
    [
      'times as ISO 8601',
      'format: $.data[*].created_at',
      inRows((row) => ({
        ...row,
        created_at: `${String(row['created_at']).replace(' ', 'T')}.000000Z`,
      })),
    ],
    [
      'nothing where a customer was',
      'type: $.data[*].customer',
      inRows((row) => ('customer' in row ? { ...row, customer: null } : row)),
    ],
    [
      'members in another order',
      'order: $',
      inList((body) => {
        const { data } = body
        Reflect.deleteProperty(body, 'data')
        body['data'] = data
      }),
    ],
    [
      'a refusal that is none',
      'status: status of no token',
      (passing) => {
        if (passing.status === 401) passing.status = 403
      },
    ],
    [
      'another status',
      'status: status of per_page 0',
      inStatus(422, (passing) => {
        passing.status = 400
      }),
    ],
    [
      'a header lost',
      'header: header x-ratelimit-limit',
      ({ headers }) => void headers.delete('x-ratelimit-limit'),
    ],
  ],
  [
    [
      'costs in cents',
      'value: $.data[*].total_cost',
      inRows((row) => ({ ...row, total_cost: Number(row['total_cost']) * 100 + 1 })),
    ],
    [
      'no links',
      'field missing: $.links',
      inList((body) => void Reflect.deleteProperty(body, 'links')),
    ],
    [
      'an envelope',
      'field new: $.meta',
      inList((body) => {
        body['meta'] = {}
      }),
    ],
    [
      'another size of pages',
      'value: $.per_page',
      inList((body) => {
        if (body['per_page'] === 15) body['per_page'] = 20
      }),
    ],
    [
      'no next page',
      'type: $.next_page_url',
      inList((body) => {
        if ('next_page_url' in body) body['next_page_url'] = null
      }),
    ],
    [
      'an error of another form',
      'field missing: $.errors',
      inStatus(422, (_, body) => void Reflect.deleteProperty(body, 'errors')),
    ],
    [
      'a header that is new',
      'header: header deprecation',
      ({ headers }) => void headers.set('deprecation', 'true'),
    ],
    [
      'another type of content',
      'header: header content-type',
      ({ headers, status }) => {
        if (status === 200) headers.set('content-type', 'application/vnd.api+json')
      },
    ],
  ],
  [
    [
      'another label',
      'value: $.links[*].label',
      inList((body) => {
        if (Array.isArray(body['links'])) Object.assign(body['links'][0], { label: 'Back' })
      }),
    ],
    [
      'a size of pages as a text',
      'type: $.per_page',
      inList((body) => {
        body['per_page'] = String(body['per_page'])
      }),
    ],
    [
      'cursors of another form',
      'format: $.next_cursor',
      inList((body) => {
        if (typeof body['next_cursor'] === 'string') body['next_cursor'] = 'abc'
      }),
    ],
    [
      'another cache-control',
      'header: header cache-control',
      ({ headers }) => void headers.set('cache-control', 'public, max-age=60'),
    ],
    [
      'no CORS',
      'header: header access-control-allow-origin',
      ({ headers }) => void headers.delete('access-control-allow-origin'),
    ],
    [
      'other methods',
      'header: header allow',
      ({ headers }) => {
        if (headers.has('allow')) headers.set('allow', 'GET,HEAD,POST')
      },
    ],
  ],
  [
    [
      'a link elsewhere',
      'format: $.path',
      inList((body) => {
        body['path'] = 'https://other.example.com/api/user/conversations'
      }),
    ],
  ],
  [['a number for a uuid', 'type: $.data[*].id', inRows((row) => ({ ...row, id: 17 }))]],
  [['other ids', 'format: $.data[*].id', inRows((row) => ({ ...row, id: 'conv_17' }))]],
  [['fields in another order', 'order: $.data[*]', inRows(({ id, ...row }) => ({ ...row, id }))]],
  [
    [
      'rows in another order',
      'order: $.data',
      inList((body) => {
        body.data = body.data.toReversed()
      }),
    ],
  ],
  [['a row less', 'rows: $.data', inList((body) => void body.data.pop())]],
  [
    [
      'a total of another list',
      'rows: $.total',
      inList((body) => {
        if ('total' in body) body['total'] = Number(body['total']) + 3
      }),
    ],
  ],
]

/** Tests changes together, in one report. The report must show each of them once. */
function together(changes: readonly Planted[]) {
  let entries: Promise<string[]> | undefined
  const change: Change = (passing) => changes.forEach(([, , make]) => make(passing))
  async function find(): Promise<string[]> {
    // The reset starts the rate limit again.
    await shared.reset()
    return (await entriesWith(change, shared, { captured })).map(brief)
  }
  return changes.map(([name, entry]) => [name, entry, () => (entries ??= find())] as const)
}

describe('drift finds', () => {
  test.each(planted.flatMap(together))('%s', async (_, entry, find) => {
    expect(await find()).toContain(entry)
  })

  test('the switch that explains a difference', async () => {
    await using live = await startMock({ ...base, laravel: 13, rateLimit: 60 })
    const entries = await entriesWith(() => undefined, live, {
      settings: { ...settings, laravel: 11 },
      wait: async () => undefined,
    })
    expect(entries.find(({ where }) => where === 'header x-ratelimit-limit')).toMatchObject({
      live: '"60"',
      mock: '"1000"',
      switches: { rateLimit: 60 },
    })
    expect(entries.some(({ switches }) => switches?.['laravel'] === 13)).toBe(true)
  })

  test('rows that came since the capture, and says so once', async () => {
    await using live = await startMock(base)
    const token = live.token('combined')
    const { dataset } = await capture({ live: live.url, token })
    await live.conversations.create({ type: 'widget' })
    const { entries } = await drift({ live: live.url, token, dataset, settings })
    expect(entries.map(brief)).toEqual(['rows: $.total'])
  })

  test.each(['nicecall', 'autocalls', 'combined'] as const)(
    'nothing at %s where the capture has a part of the rows',
    async (edition) => {
      await using live = await startMock({ generate: 130, edition })
      const token = live.token(edition)
      for (const rows of [1, 20, 110]) {
        const { dataset } = await capture({ live: live.url, token, rows })
        const at = { live: live.url, token, dataset, settings: { edition } }
        expect((await drift(at)).entries).toEqual([])
      }
    },
  )

  test('no text of a person worth a word', async () => {
    await using live = await startMock(base)
    const name = 'Very Secret Person'
    const entries = await entriesWith(
      inRows((row) => ({ ...row, assistant_name: [name], new_field: name, created_at: name })),
      live,
    )
    expect(entries.length).toBeGreaterThan(2)
    expect(JSON.stringify(entries)).not.toContain(name)
  })
})

describe('a place that is ignored', () => {
  test('keeps its reason and does not count', async () => {
    await using live = await startMock(base)
    const change = inRows((row) => ({ ...row, sentiment: 'good' }))
    const entries = await entriesWith(change, live, {
      ignore: { '$.data[*].sentiment': 'known since May' },
    })
    expect(entries).toMatchObject([{ where: '$.data[*].sentiment', ignored: 'known since May' }])
  })
})
