import { describe, expect, test } from 'vitest'
import type { EditionName } from '../../src/editions.ts'
import { dedent, rulesPage } from '../../src/judge/rules-page.ts'
import type { LintRule } from '../../src/judge/rule.ts'
import { rules } from '../../src/judge/rules.ts'
import type { RuleId } from '../../src/rule-ids.ts'
import type { World } from '../clients/client.ts'
import { openWorld } from '../clients/world.ts'

const page = rulesPage()

describe('the page of the rules', () => {
  test.each(rules)('has a section for $id, and a link to it', (rule) => {
    const [section = ''] =
      page.match(new RegExp(`<section class="rule \\w+" id="${rule.id}"[^]*?</section>`)) ?? []
    expect(section).toContain(`<span class="severity">${rule.severity}</span>`)
    expect(toText(section)).toContain(rule.why)
    expect(toText(section)).toContain(rule.fix)
    expect(toText(section)).toContain(rule.unless ?? '')
    expect(toText(section)).toContain(dedent(rule.wrong))
    expect(toText(section)).toContain(dedent(rule.right))
    expect(toText(section)).toContain(`--silence "${rule.id}=`)
    expect(page).toContain(`<li><a href="#${rule.id}">`)
  })

  test('links to nothing that is not there, and has no id twice', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    const links = [...page.matchAll(/ href="([^"]+)"/g)].map(([, link]) => link?.slice(1))
    expect(links.filter((link) => !ids.includes(link))).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('brings all errors, then all warnings, then all notes', () => {
    const found = [...page.matchAll(/<span class="severity">(\w+)</g)].map(
      ([, severity]) => severity,
    )
    expect([...new Set(found)]).toEqual(['error', 'warning', 'note'])
    expect(found).toEqual(
      rules.map(({ severity }) => severity).toSorted((a, b) => found.indexOf(a) - found.indexOf(b)),
    )
  })

  test('loads and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|\bstyle=|\bon\w+=|@import/i)
    expect(page.match(/<style>/g)).toHaveLength(1)
  })

  test('shows markup as text', () => {
    const [rule] = rules
    if (!rule) throw new Error('no rules')
    const evil = '<img src=x onerror="a()">&amp;\''
    const html = rulesPage([
      { ...rule, why: evil, fix: evil, unless: evil, wrong: evil, right: evil },
    ])
    expect(html).not.toContain('<img')
    expect(html.match(/&lt;img src=x onerror=&quot;a\(\)&quot;&gt;&amp;amp;&#39;/g)).toHaveLength(5)
  })

  test('leaves out what a rule does not say', () => {
    const rule = rules.find(({ unless }) => unless === undefined)
    expect(rule && rulesPage([rule])).not.toContain('What is not reported')
    expect(rule && rulesPage([rule])).not.toContain('<h2>Warnings</h2>')
  })

  test.each([
    ['\n    a\n      b\n    c\n  ', 'a\n  b\nc'],
    ['one line', 'one line'],
    ['\n    a\n\n    b\n  ', 'a\n\nb'],
  ])('dedents %j', (text, expected) => {
    expect(dedent(text)).toBe(expected)
  })
})

type Scene = { readonly edition: EditionName; readonly world?: World }

const busy = { effect: { type: 'rate_limit', retry_after: 30 } } as const
const byCursor: Scene = { edition: 'autocalls', world: { rows: 200 } }
const byPage: Scene = { edition: 'nicecall' }

/** The world in which the mistake of a rule shows. The default has 40 rows and pages. */
const scenes: Partial<Record<RuleId, Scene>> = {
  'cursor-not-issued': { edition: 'autocalls' },
  'cursor-foreign-token': { edition: 'autocalls' },
  'cursor-other-filters': { edition: 'autocalls' },
  'cursor-and-page-mixed': { edition: 'combined' },
  'stopped-early': byCursor,
  'never-paged': byCursor,
  'same-page-again': byCursor,
  'page-size-ignored': { edition: 'nicecall', world: { rows: 120 } },
  'total-trusted': {
    edition: 'nicecall',
    world: { script: { steps: [{ after: 1, insert: 10 }] } },
  },
  'unescaped-plus': { edition: 'autocalls' },
  'retry-too-early': {
    edition: 'nicecall',
    world: { rows: 15, rateLimit: 1000, faults: [{ times: 1, ...busy }] },
  },
  'retry-storm': {
    edition: 'nicecall',
    world: {
      rows: 15,
      rateLimit: 1000,
      faults: [{ times: 5, effect: { type: 'status', status: 503 } }],
    },
  },
  'no-retry': {
    edition: 'nicecall',
    world: { rows: 15, rateLimit: 1000, faults: [{ times: 1, ...busy }] },
  },
  'rate-limit-ignored': { edition: 'nicecall', world: { rows: 120, rateLimit: 4 } },
  'redundant-first-page': { edition: 'nicecall', world: { rows: 120 } },
  'rows-missed': { edition: 'nicecall', world: { rows: 120 } },
  'token-lost': { edition: 'nicecall', world: { rows: 30 } },
  'tiny-pages': { edition: 'autocalls', world: { rows: 1000 } },
  'count-by-length': {
    edition: 'nicecall',
    world: { faults: [{ match: { nth: 2 }, effect: { type: 'short_page', rows: 7 } }] },
  },
}

describe.concurrent('of the example for', () => {
  test.each(rules)('$id the wrong one is reported', async ({ id, wrong }) => {
    expect((await judge(wrong, scenes[id])).map(({ rule }) => rule)).toContain(id)
  })

  test.each(rules)('$id nothing is held against the right one', async ({ id, right }) => {
    const found = await judge(right, scenes[id])
    expect(found.filter(({ rule, severity }) => rule === id || severity !== 'note')).toEqual([])
  })
})

/** The findings about a client whose code is an example of the page. */
async function judge(code: LintRule['wrong'], { edition, world = {} }: Scene = byPage) {
  await using opened = await openWorld(world, edition, { hasTwoAccounts: true })
  const { mock, user, config } = opened
  const url = `${config.url}/api/user/conversations`
  const key = config.token

  async function ask(what: URL | string | Record<string, string>, token = key): Promise<Response> {
    const target =
      typeof what === 'string' || what instanceof URL
        ? what
        : `${url}?${new URLSearchParams(what).toString()}`
    return config.during(async () => {
      const response = await fetch(target, {
        headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
      })
      // The body is read first, so that the next request uses the same connection.
      return new Response(await response.text(), {
        status: response.status,
        headers: response.headers,
      })
    })
  }

  const given = {
    url,
    key,
    ask,
    get: async (...args: Parameters<typeof ask>): Promise<unknown> => (await ask(...args)).json(),
    rows: [],
    sleep: config.sleep,
    salesKey: config.otherToken,
    supportKey: key,
    cache: new Map(),
    wanted: (await user.conversations.list({ limit: 10 })).map(({ uuid }) => uuid),
  }
  await run(code, given).catch((error: unknown) => {
    if (!(error instanceof Error) || !error.message.startsWith('HTTP ')) throw error
  })
  const findings = await mock.findings()
  return findings.map(({ rule, severity, message }) => ({ rule, severity, message }))
}

const AsyncFunction = async function () {}.constructor

async function run(code: string, given: Readonly<Record<string, unknown>>): Promise<void> {
  const compiled: unknown = Reflect.construct(AsyncFunction, [
    ...Object.keys(given),
    `'use strict'\n${code}`,
  ])
  if (typeof compiled === 'function') await compiled(...Object.values(given))
}

const toText = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(
      /&(lt|gt|quot|#39);/g,
      (_, name: string) => ({ lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
    )
    .replaceAll('&amp;', '&')
