import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type ConversationRow, type DatasetInput, type Mock, startMock } from '../../src/index.ts'
import { findPort } from '../ports.ts'
import {
  describeInBrowser,
  expectAccessible,
  expectCount,
  expectToFit,
  stopPolls,
  useBrowser,
  waitUntilLive,
} from './browser.ts'

const all = { limit: 1000 }

const chart = (page: Page, title: RegExp): Locator =>
  page.locator('figure', { has: page.getByRole('heading', { name: title }) })

const valueOf = (page: Page, name: string): Promise<string> =>
  page
    .locator('.figure', { hasText: new RegExp(`${name}$`) })
    .locator('.value')
    .innerText()

const topOf = async (part: Locator): Promise<number> => (await part.boundingBox())?.y ?? Number.NaN

/** Numbers come when they come. */
const expectValue = (page: Page, name: string) => expect.poll(() => valueOf(page, name))

async function waitForCharts(page: Page): Promise<void> {
  await waitUntilLive(page)
  await chart(page, /^Conversations per/).waitFor()
}

const costOf = (rows: readonly ConversationRow[]): number =>
  rows.reduce((total, row) => total + row.total_cost, 0)
const dayOf = (row: ConversationRow): string => row.created_at.slice(0, 10)

/** What the emulated API counts for the parameters of a link. */
async function totalOf(mock: Mock, link: Locator): Promise<number> {
  const href = await link.getAttribute('href')
  const [view, query] = (href ?? '').split('?')
  expect(view).toBe('#/conversations')
  const parameters = new URLSearchParams(query)
  parameters.delete('user')
  const answer = await fetch(`${mock.url}/api/user/conversations?${parameters.toString()}`, {
    headers: { Authorization: `Bearer ${mock.token()}`, Accept: 'application/json' },
  })
  const { total }: { total: number } = JSON.parse(await answer.text())
  return total
}

/** The number in an accessible name: "Sat, Jan 25, 2025: api 3" has 3 of "api". */
async function numberOf(link: Locator, name: string): Promise<number> {
  const label = (await link.getAttribute('aria-label')) ?? ''
  return Number(new RegExp(`\\b${name} ([\\d,]+)`).exec(label)?.[1]?.replaceAll(',', ''))
}

describeInBrowser('the overview', () => {
  const { open, allow } = useBrowser()

  test('adds up what the dataset has', async () => {
    const { page, mock } = await open()
    await waitForCharts(page)
    const rows = await mock.conversations.list(all)
    const messages = rows.reduce((total, row) => total + row.message_count, 0)
    await expectValue(page, 'conversations').toBe(String(rows.length))
    await expectValue(page, 'messages').toBe(String(messages))
    await expectValue(page, 'cost').toBe(`$${costOf(rows).toFixed(2)}`)
    await expectValue(page, 'requests').toBe('0')
    await expectValue(page, 'findings').toBe('0')
    await page.getByText('the first of 2 users').waitFor()
    for (const type of ['widget', 'whatsapp', 'api', 'test'] as const) {
      const legend = chart(page, /^Conversations per day/).locator(`.legend .${type}`)
      await expect
        .poll(() => legend.innerText())
        .toContain(` ${rows.filter((row) => row.type === type).length} `)
    }
    await chart(page, /^Cost per day/)
      .filter({ hasText: `up to $${costOf(rows).toFixed(2)}` })
      .waitFor()
  })

  test('says first what the mock is, who asked and whether it is well', async () => {
    allow(/422/)
    const { page, mock } = await open({
      options: { edition: 'nicecall', rateLimit: 500, lookupFirst: true, generate: 40 },
    })
    await waitForCharts(page)
    const what = page.getByRole('region', { name: 'What this mock is' })
    await what.getByText('nicecall', { exact: true }).waitFor()
    await what.getByText('An edition is the API as one brand documents it').waitFor()
    await what.getByText(`${(await mock.status()).conversations} conversations`).waitFor()
    await what.getByText('it began with 40 rows (generated from seed 1)').waitFor()
    await what.getByText('--rate-limit=500').waitFor()
    await what.getByText('--lookup-first', { exact: true }).waitFor()
    const who = page.getByRole('region', { name: 'Who asked' })
    await who.getByText('No client has asked yet').waitFor()
    for (const token of [mock.token(), mock.token(), mock.tokens.at(-1)?.plain])
      await fetch(`${mock.url}/api/user/conversations`, {
        headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
      })
    await expectValue(page, 'requests').toBe('3')
    await expectValue(page, 'clients').toBe('2')
    await who.getByRole('link', { name: 'GET /api/user/conversations' }).waitFor()
    const health = page.getByRole('region', { name: 'Whether the mock is well' })
    await health.getByText('yes', { exact: true }).waitFor()
    await health.getByText(/^\d+ MB$/).waitFor()
    await health.getByText('none', { exact: true }).waitFor()
    const charts = page.locator('.charts')
    await expect.poll(async () => (await topOf(what)) < (await topOf(charts))).toBe(true)
    await expectAccessible(page)
  })

  test('leads from each part of a column to exactly its rows', async () => {
    const { page, mock } = await open()
    await waitForCharts(page)
    const figure = chart(page, /^Conversations per day/)
    const rows = await mock.conversations.list(all)
    await expectCount(figure.locator('.column'), new Set(rows.map(dayOf)).size)
    for (const link of [figure.locator('.column').first(), figure.locator('.column').last()]) {
      expect(await totalOf(mock, link)).toBe(await numberOf(link, 'all'))
    }
    const part = figure.locator('.part.api').last()
    expect(await totalOf(mock, part)).toBe(await numberOf(part, 'api'))
    const assistant = chart(page, /^By assistant/)
      .getByRole('link')
      .first()
    const total = await totalOf(mock, assistant)
    await expect
      .poll(async () => Number.parseInt(await assistant.locator('.count').innerText(), 10))
      .toBe(total)
    // The page grows above the charts when the requests of this test come.
    await part.press('Enter')
    await expect.poll(() => page.url()).toContain('#/conversations?type=api&date_from=')
  })

  test('shows the days before the newest row, in the address too', async () => {
    const { page, mock } = await open()
    await waitForCharts(page)
    await page.getByRole('button', { name: '7 days' }).click()
    const rows = await mock.conversations.list({
      ...all,
      date_from: '2025-01-19',
      date_to: '2025-01-25',
    })
    expect(rows.length).toBeGreaterThan(0)
    await expectValue(page, 'conversations').toBe(String(rows.length))
    const figure = page.locator('.figure', { hasText: /conversations$/ })
    await expect.poll(() => totalOf(mock, figure)).toBe(rows.length)
    await expect.poll(() => page.url()).toContain('#/overview?range=7')
    await page.getByRole('button', { name: 'All', exact: true }).click()
    await expectValue(page, 'conversations').toBe(String(await mock.conversations.count()))
  })

  test('says what a column is, to the pointer and to the keyboard, with one stop per chart', async () => {
    const { page } = await open()
    await waitForCharts(page)
    const figure = chart(page, /^Conversations per day/)
    await expectCount(figure.locator('svg a[tabindex="0"]'), 1)
    // Cards above can come later, and move the chart away from the pointer.
    const tipAt = async (point: () => Promise<void>): Promise<string> => {
      await point()
      return (await figure.locator('.tip').allInnerTexts()).join()
    }
    await expect
      .poll(() => tipAt(() => figure.locator('.part.test').first().hover()))
      .toContain('Sun, Dec 22, 2024')
    await expect.poll(() => tipAt(() => page.mouse.move(0, 0))).toBe('')
    await figure.locator('svg a[tabindex="0"]').focus()
    await figure.locator('.tip', { hasText: 'Sat, Jan 25, 2025' }).waitFor()
    await page.keyboard.press('ArrowLeft')
    await figure.locator('.tip', { hasText: 'Fri, Jan 24, 2025' }).waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.url())
      .toContain('#/conversations?type=widget&date_from=2025-01-24&date_to=2025-01-24')
  })

  test('gives the same numbers as tables', async () => {
    const { page, mock } = await open()
    await waitForCharts(page)
    await page.getByRole('button', { name: 'As tables' }).click()
    const lines = page.getByRole('table', { name: 'Conversations per day' }).locator('tbody tr')
    const rows = await mock.conversations.list(all)
    await expectCount(lines, new Set(rows.map(dayOf)).size)
    const counts = await lines.locator('td:first-of-type').allInnerTexts()
    expect(counts.reduce((total, count) => total + Number(count), 0)).toBe(rows.length)
    const link = lines.first().getByRole('rowheader').getByRole('link')
    expect(await totalOf(mock, link)).toBe(Number(counts[0]))
    await expectAccessible(page)
  })

  test('counts requests as they come, second by second', async () => {
    const { page, mock } = await open()
    await waitForCharts(page)
    await page.getByText('Quiet: no requests').waitFor()
    const headers = { Authorization: `Bearer ${mock.token()}`, Accept: 'application/json' }
    await Promise.all(
      Array.from({ length: 30 }, () => fetch(`${mock.url}/api/user/conversations`, { headers })),
    )
    await chart(page, /^Requests per second/)
      .getByText(/\b30 requests since this page opened/)
      .waitFor()
    await expect
      .poll(() =>
        chart(page, /^Requests per second/)
          .locator('path.rate')
          .getAttribute('d'),
      )
      .toMatch(/^M/)
    await expect
      .poll(() => chart(page, /^Answer times/).innerText())
      .toMatch(/p50\s*[\d.]+ m?s\s*p95\s*[\d.]+ m?s/)
    await page.getByText('Quiet: no requests').waitFor({ state: 'detached' })
    await expectValue(page, 'requests').toBe('30')
  })

  test('asks again when rows come', async () => {
    const { page, mock } = await open()
    await waitForCharts(page)
    const before = await mock.conversations.count()
    await mock.conversations.create({ type: 'api', created_at: '2025-01-26 10:00:00' })
    await expectValue(page, 'conversations').toBe(String(before + 1))
    await expect
      .poll(() =>
        chart(page, /^Conversations per day/)
          .locator('.column')
          .last()
          .getAttribute('aria-label'),
      )
      .toContain('Jan 26, 2025: all 1')
  })

  test('has charts of one user and one range, and says which', async () => {
    const { page, mock } = await open({ place: '/overview?range=7' })
    await waitForCharts(page)
    const headers = { Authorization: `Bearer ${mock.token()}`, Accept: 'application/json' }
    const [, second] = await mock.users.list()
    const others = { ...headers, Authorization: `Bearer ${second?.token()}` }
    for (const given of [headers, others, others])
      await fetch(`${mock.url}/api/user/conversations`, { headers: given })
    await expectValue(page, 'requests').toBe('3')
    await chart(page, /^Requests per second/)
      .getByText(/\b1 request since this page opened/)
      .waitFor()
    await expect
      .poll(() => page.locator('.scope').innerText())
      .toBe('Charts: the first of 2 users · conversations of Jan 19 – 25, 2025')
    const countsOf = async (): Promise<number[]> =>
      (
        await chart(page, /^By assistant/)
          .locator('.count')
          .allInnerTexts()
      ).map((text) => Number.parseInt(text, 10))
    const sum = async (): Promise<number> =>
      (await countsOf()).reduce((total, count) => total + count, 0)
    const rows = await mock.conversations.list({ ...all, date_from: '2025-01-19' })
    await expectValue(page, 'conversations').toBe(String(rows.length))
    await expect.poll(sum).toBe(rows.length)
    const assistant = chart(page, /^By assistant/)
      .getByRole('link')
      .first()
    expect((await countsOf())[0]).toBe(await totalOf(mock, assistant))
  })

  test('keeps its numbers, marked as old, while the mock is away, also when another range is chosen or the view is left', async () => {
    allow(/ERR_|Failed to load/)
    const { page, mock } = await open({
      options: { port: await findPort(), adminToken: 'one-admin-token' },
    })
    await waitForCharts(page)
    await expectValue(page, 'requests').toBe('0')
    await expectValue(page, 'findings').toBe('0')
    const values = (): Promise<string[]> => page.locator('.figure .value').allInnerTexts()
    await expect.poll(async () => (await values()).join()).not.toMatch(/[…–]/)
    const numbers = await values()
    const port = Number(new URL(mock.url).port)
    await mock.close()
    await page.getByText('The mock does not answer.').waitFor()
    await page.locator('.scope', { hasText: /old: as of \d\d:\d\d:\d\d/ }).waitFor()
    await page.getByRole('button', { name: '30 days' }).click()
    await page.locator('.charts[aria-busy=false]').waitFor()
    await page.getByRole('link', { name: 'Requests', exact: true }).click()
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.locator('.charts[aria-busy=false]').waitFor()
    await expect.poll(values).toEqual(numbers)
    await chart(page, /^Conversations per day/).waitFor()
    await using again = await startMock({ port, adminToken: 'one-admin-token', dataset: 'thirty' })
    await expectValue(page, 'conversations').toBe('30')
    await expect.poll(() => page.locator('.scope').innerText()).not.toContain('old')
    expect(await again.requests.count()).toBe(0)
  })

  test.each(Object.keys(spreads))(
    'has labels that never meet, whatever the room and the days: %s',
    async (name) => {
      const { page } = await open({ options: { dataset: datasetOf(spreads[name] ?? []) } })
      await waitForCharts(page)
      for (const width of [360, 768, 1280, 2560]) {
        await page.setViewportSize({ width, height: 900 })
        await expect.poll(() => page.evaluate(IS_AS_WIDE_AS_ITS_PLOT)).toBe(true)
        await expect.poll(() => page.evaluate(MEETING_LABELS)).toEqual([])
      }
    },
  )

  test('breaks the axis where rows lie years apart, and ends it at the last row', async () => {
    const { page, mock } = await open({
      options: { dataset: datasetOf(['2022-02-03 10:00:00', '2025-01-25 23:00:00']) },
    })
    await waitForCharts(page)
    const figure = chart(page, /^Conversations per day/)
    await expectCount(figure.locator('.breaks path'), 1)
    await figure.getByText('1,086 days without conversations left out').waitFor()
    await expect
      .poll(() => figure.locator('svg text').allTextContents())
      .toEqual(['0', '1', 'Jan 25, 2025', 'Feb 3, 2022'])
    await expect
      .poll(() => page.locator('.scope').innerText())
      .toContain('Feb 3, 2022 – Jan 25, 2025')
    for (const column of await figure.locator('.column').all())
      expect(await totalOf(mock, column)).toBe(1)
  })

  test('gives the running total a scale of its own', async () => {
    const { page } = await open({
      options: { dataset: datasetOf(Array.from({ length: 60 }, (_, index) => timeOf(index))) },
    })
    await waitForCharts(page)
    const figure = chart(page, /^Cost per day/)
    await expect
      .poll(() => figure.locator('text.right').allTextContents())
      .toEqual(['$0', '$2.50', '$5', '$7.50'])
  })

  test('shows the user that was chosen', async () => {
    const { page, mock } = await open({ place: '/overview?user=2' })
    await waitUntilLive(page)
    const count = await (await mock.users.find(2))?.conversations.count()
    expect(count).toBeGreaterThan(0)
    await expectValue(page, 'conversations').toBe(String(count))
    expect(await page.getByText('the first of').count()).toBe(0)
    const figure = page.locator('.figure', { hasText: /conversations$/ })
    expect(await figure.getAttribute('href')).toBe('#/conversations?user=2')
  })

  test('leads to exactly the rows also where the token has an edition without dates', async () => {
    const { page, mock } = await open()
    const { id } = await mock.createUser({ editions: ['autocalls'], dataset: { generate: 50 } })
    await page.goto(`${mock.url}/#/overview?user=${id}`)
    await page.reload()
    await waitForCharts(page)
    const column = page.locator('a.column').first()
    const count = await numberOf(column, 'all')
    // The cards above can come later, and move the column.
    await column.press('Enter')
    await page.getByText(new RegExp(`rows 1–${count} of ${count}$`)).waitFor()
    await expectCount(page.locator('tbody tr'), count)
  })

  test('says that there is nothing, and where to get some', async () => {
    const { page } = await open({ options: { dataset: 'empty' } })
    await page.getByRole('heading', { name: 'This user has no conversations' }).waitFor()
    await expectValue(page, 'conversations').toBe('0')
    await expectValue(page, 'cost per conversation').toBe('–')
    expect(await page.getByRole('link', { name: 'Controls' }).last().getAttribute('href')).toBe(
      '#/controls',
    )
    await expectAccessible(page)
  })

  test('says that it failed, and tries again', async () => {
    allow(/500/)
    const { page, mock } = await open({ token: false })
    await page.route('**/__admin/statistics', (route) =>
      route.fulfill({ status: 500, json: { error: 'no' } }),
    )
    await page.getByLabel('Admin token').fill(mock.adminToken)
    await page.getByRole('button', { name: 'Look' }).click()
    const retry = page.getByRole('button', { name: 'Try again' })
    await retry.waitFor()
    await chart(page, /^Requests per second/).waitFor()
    // Otherwise the page could ask by itself before the click.
    await stopPolls(page)
    await page.unroute('**/__admin/statistics')
    await retry.click()
    await waitForCharts(page)
  })

  test('takes names of any kind for text, and unfolds many assistants', async () => {
    const { page, mock } = await open({
      options: { dataset: manyAssistants() },
      width: 360,
      height: 700,
    })
    await waitForCharts(page)
    // On a phone some charts wait until the card with the beginning is closed.
    await page.getByRole('button', { name: 'Hide how to begin' }).click()
    const list = chart(page, /^By assistant/)
    await expectCount(list.getByRole('listitem'), 10)
    await list.getByRole('button', { name: '30 more' }).click()
    await expectCount(list.getByRole('listitem'), 40)
    expect(await list.locator('.name').first().innerText()).toBe(hostile[0])
    expect(await page.locator('main img, main b.bold').count()).toBe(0)
    expect(await totalOf(mock, list.getByRole('link').first())).toBe(40)
    await expectToFit(page, 360)
    await chart(page, /^Conversations per week/).waitFor()
    const column = chart(page, /^Messages per week/)
      .locator('.column')
      .first()
    expect(await totalOf(mock, column)).toBe(await numberOf(column, 'messages'))
  })

  test.each(['light', 'dark'] as const)(
    'is accessible in the %s theme, also narrow',
    async (theme) => {
      const { page } = await open({ theme })
      await waitForCharts(page)
      await expectAccessible(page)
      await page.setViewportSize({ width: 360, height: 700 })
      await expectToFit(page, 360)
    },
  )
})

/** A conversation each, of one user. */
function datasetOf(times: readonly string[]): DatasetInput {
  return {
    users: [{ id: 1, name: 'Demo' }],
    tokens: [{ id: 1, user_id: 1, plain: 'demo-key' }],
    assistants: [{ id: 1, uuid: 'assistant-1', user_id: 1, name: 'Assistant' }],
    conversations: times.map((time, index) => ({
      id: index + 1,
      uuid: `conversation-${index}`,
      assistant_id: 1,
      type: 'widget',
      message_count: 1,
      total_cost: 0.12,
      ai_enabled: true,
      created_at: time,
      updated_at: time,
    })),
  }
}

const timeOf = (days: number): string =>
  `${new Date(Date.UTC(2024, 11, 1 + days)).toISOString().slice(0, 10)} 12:00:00`

const spreads: Readonly<Record<string, readonly string[]>> = {
  'one row': [timeOf(0)],
  'one day': Array.from({ length: 20 }, () => timeOf(0)),
  'two months': Array.from({ length: 60 }, (_, index) => timeOf(index)),
  'two rows years apart': [timeOf(0), timeOf(1100)],
  'bursts years apart': [0, 1, 2, 3, 4, 5, 6, 7, 1200, 1201, 1203, 1204, 1207, 1210, 3000].map(
    timeOf,
  ),
  'each day of ten years': Array.from({ length: 3650 }, (_, index) => timeOf(index)),
  'once a year': Array.from({ length: 9 }, (_, index) => timeOf(index * 365)),
  'the last day of all': [timeOf(0), '9999-12-31 23:59:59'],
}

const IS_AS_WIDE_AS_ITS_PLOT = `document.querySelector('.plot svg').getAttribute('viewBox')
  .includes(document.querySelector('.plot').clientWidth)`

/** Of the texts of each chart: those that overlap, or stick out. */
const MEETING_LABELS = `[...document.querySelectorAll('.plot svg')].flatMap((svg) => {
  const frame = svg.getBoundingClientRect()
  const texts = [...svg.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()])
  return texts.flatMap(([name, box], index) => [
    ...(box.left < frame.left - 1 || box.right > frame.right + 1 ? [name + ' sticks out'] : []),
    ...texts.slice(index + 1)
      .filter(([, other]) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)
      .map(([other]) => name + ' meets ' + other),
  ])
})`

const hostile = [
  '<img src=x onerror="alert(1)"><b class="bold">bold</b>',
  'x'.repeat(200),
  'مساعد الدعم',
  ' ',
]

/** One message in each of 820 conversations over 400 days. */
function manyAssistants(): DatasetInput {
  const ids = Array.from({ length: 40 }, (_, index) => index + 1)
  const owners = ids.flatMap((id) => Array.from({ length: 41 - id }, () => id))
  return {
    users: [{ id: 1, name: 'Demo <i>User</i>' }],
    tokens: [{ id: 1, user_id: 1, plain: 'demo-key' }],
    assistants: ids.map((id) => ({
      id,
      uuid: `assistant-${id}`,
      user_id: 1,
      name: hostile[id - 1] ?? `Assistant ${id}`,
    })),
    conversations: owners.map((assistantId, index) => {
      const time = new Date(Date.UTC(2024, 0, 1 + (index % 400), 12))
        .toISOString()
        .slice(0, 19)
        .replace('T', ' ')
      return {
        id: index + 1,
        uuid: `conversation-${index}`,
        assistant_id: assistantId,
        type: 'widget',
        message_count: 1,
        total_cost: 0.01,
        ai_enabled: true,
        created_at: time,
        updated_at: time,
      }
    }),
  }
}
