import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Mock } from '../../src/index.ts'
import { ask, toPage } from '../walking.ts'
import {
  describeInBrowser,
  expectAccessible,
  expectCount,
  expectToFit,
  useBrowser,
  waitUntilLive,
} from './browser.ts'

const DEMO_ROWS = 68

/** A client that names its walk. */
function client(
  mock: Pick<Mock, 'url' | 'token'>,
  name: string,
  edition: 'nicecall' | 'autocalls' = 'nicecall',
) {
  const headers = { 'X-Mock-Walk': name }
  const get = (query: string) =>
    ask({ url: mock.url, token: mock.token(edition), query: `?${query}`, headers })
  return {
    get,
    async pages(...pages: number[]): Promise<void> {
      for (const page of pages) await get(`page=${page}`)
    },
  }
}

const cardOf = (page: Page, name: string) =>
  page.getByRole('article').filter({ has: page.locator('.name', { hasText: name }) })
const marksOf = (page: Page, name: string) =>
  cardOf(page, name).locator('.drawing li').allInnerTexts()
/** What is to be seen of them. */
const flat = (texts: string[]): string[] =>
  texts.map((text) =>
    text
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/Request #\d+, (?:page|place) | ?, answered.*/g, '')
      .trim(),
  )
const findingOf = (page: Page, rule: string) =>
  page.locator('.finding').filter({ has: page.getByRole('heading', { name: rule }) })

async function loseFilters(mock: Mock): Promise<void> {
  const { get } = client(mock, 'loses filters')
  await get('type=widget')
  await get('page=2')
}

/** All clients have been idle for so long that their walks are over. */
const endWalks = (mock: Mock): Promise<Date> => mock.clock.advance(30)

/** As this page does, in the place of whoever looks at it. */
async function lookAround(mock: Mock): Promise<void> {
  const headers = { 'X-Correlation-ID': 'dashboard' }
  for (const query of ['?type=widget', '?page=2'])
    await ask({ url: mock.url, token: mock.token('nicecall'), query, headers })
}

describeInBrowser('the walks', () => {
  const { open, allow } = useBrowser()

  test('explains itself before anybody asked, with a loop that makes a walk', async () => {
    const { page, mock } = await open({ place: '/walks' })
    await page.getByRole('heading', { name: 'No walks yet' }).waitFor()
    await expect
      .poll(() => page.locator('.notice pre').innerText())
      .toContain(`'${mock.url}/api/user/conversations?page='$page`)
    await expectAccessible(page)
    // However late the page asks, the client has not been idle.
    await mock.clock.freeze()
    await client(mock, 'first').pages(1)
    await cardOf(page, 'first').waitFor()
    const sentence = cardOf(page, 'first').locator('.sentence')
    await expect
      .poll(() => sentence.innerText())
      .toBe(`15 of ${DEMO_ROWS} rows so far, in 1 page; it may still go on.`)
    await page.getByText('Nothing found in 1 walk').waitFor()
  })

  test('does not say that nothing was found before the judge has answered', async () => {
    const { page, mock } = await open({ token: false })
    await loseFilters(mock)
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
    await page.route('**/__admin/findings*', async (route) => {
      await answered
      await route.continue()
    })
    await page.goto(`${mock.url}/#token=${mock.adminToken}`)
    // The page has taken the token out of the address.
    await waitUntilLive(page)
    await page.goto(`${mock.url}/#/walks?walk=1`)
    await page.getByText('Loading findings').waitFor()
    expect(await page.getByText(/Nothing .*found/).count()).toBe(0)
    answer()
    await findingOf(page, 'filters-lost').waitFor()
    await page.getByText('Loading findings').waitFor({ state: 'detached' })
  })

  test('draws each walk: gaps, repeats, the end, lost filters and retries', async () => {
    const { page, mock } = await open({ place: '/walks' })
    await client(mock, 'good').pages(1, 2, 3, 4, 5)
    await client(mock, 'early').pages(1, 2, 3)
    await client(mock, 'skips').pages(1, 2, 4, 5)
    await client(mock, 'repeats').pages(1, 2, 2, 2, 3, 4, 5)
    await client(mock, 'beyond').pages(1, 2, 3, 4, 5, 6)
    await loseFilters(mock)
    await walkByCursor(mock)
    await endWalks(mock)
    await cardOf(page, 'early').getByText('rows missing').waitFor()

    await expect
      .poll(async () => flat(await marksOf(page, 'good')))
      .toEqual(['1 15 rows', '→ 2 15 rows', '→ 3 15 rows', '→ 4 15 rows', '→ 5 8 rows'])
    await expect
      .poll(async () => flat(await marksOf(page, 'early')).at(-1))
      .toBe('pages 4–5 never asked for')
    await expect.poll(async () => flat(await marksOf(page, 'skips'))[2]).toBe('page 3 skipped')
    await expect
      .poll(async () => flat(await marksOf(page, 'repeats')).slice(1, 4))
      .toEqual(['→ 2 15 rows', '· ↺ 2 again', '· ↺ 2 again'])
    await expect
      .poll(async () => flat(await marksOf(page, 'beyond')).at(-1))
      .toBe('→ ∅ 6 past the end')
    await expect
      .poll(async () => flat(await marksOf(page, 'loses filters'))[1])
      .toBe('→ ⚠ 2 filters lost')
    await expect
      .poll(async () => flat(await marksOf(page, 'by cursor')))
      .toEqual(['1 30 rows', '→ ✕ 2 503', '· ↻ 2 retried', '→ 3 8 rows'])

    const said = async (name: string): Promise<string> =>
      cardOf(page, name).locator('.sentence').innerText()
    await expect.poll(() => said('good')).toBe('All 68 rows, each once, in 5 pages.')
    await expect
      .poll(() => said('early'))
      .toBe('23 of 68 rows never came: it stopped after page 3 of 5.')
    await expect.poll(() => said('skips')).toBe('15 of 68 rows never came: it skipped page 3.')
    await expect
      .poll(() => said('repeats'))
      .toBe('Fetched page 2 again and again, 3 times, although it came well.')
    await expect
      .poll(() => said('beyond'))
      .toBe('All 68 rows, each once, in 5 pages; then it asked 1 page past the end.')
    await expect.poll(() => said('loses filters')).toContain('it lost its filters on the way')
    await expect
      .poll(() => said('by cursor'))
      .toBe('All 68 rows, each once, in 3 pages, with 1 retry.')
  })

  test('leads to the requests, the rule, the walk and the rows', async () => {
    const { page, mock } = await open({ place: '/walks' })
    await loseFilters(mock)
    await endWalks(mock)
    const finding = findingOf(page, 'filters-lost')
    await finding.waitFor()
    const rule = finding.getByRole('link', { name: /About this rule/ })
    expect(await rule.getAttribute('href')).toBe(`${mock.url}/docs/rules#filters-lost`)
    expect(await rule.getAttribute('rel')).toBe('noreferrer')
    expect(await finding.getByRole('link', { name: '#2', exact: true }).getAttribute('href')).toBe(
      '#/requests?open=2',
    )
    const card = cardOf(page, 'loses filters')
    await expect
      .poll(() => card.getByRole('link', { name: /page ⚠ 2 filters lost/ }).getAttribute('href'))
      .toBe('#/requests?open=2')
    await card.getByText('Which never came').click()
    expect(await card.locator('.uuids a').first().getAttribute('href')).toMatch(
      /^#\/conversations\?user=1&row=[-0-9a-f]{36}&token=1$/,
    )

    await finding.getByRole('link', { name: 'walk #1' }).click()
    await page.getByRole('link', { name: '← All walks' }).waitFor()
    await expectCount(page.locator('.walk'), 1)
    await findingOf(page, 'filters-lost').waitFor()
  })

  test('silences a rule with a reason, and lets it count again', async () => {
    const { page, mock } = await open({ place: '/walks' })
    await loseFilters(mock)
    await page.locator('nav .badge').waitFor()
    await findingOf(page, 'filters-lost')
      .getByRole('button', { name: /^Silence this rule/ })
      .click()
    const silence = page.getByRole('dialog').getByRole('button', { name: 'Silence', exact: true })
    await expect.poll(() => silence.isDisabled()).toBe(true)
    await page.getByLabel('Reason').fill('the second list is meant')
    await silence.click()
    await page.getByText('Reason: the second list is meant').waitFor()
    await page.getByText('Nothing that counts found in 1 walk').waitFor()
    await page.locator('nav .badge').waitFor({ state: 'detached' })
    expect((await mock.report()).counts).toMatchObject({ error: 0, silenced: 1 })
    await expectCount(findingOf(page, 'filters-lost'), 0)

    await page.getByRole('button', { name: /^Count it again/ }).click()
    await findingOf(page, 'filters-lost').waitFor()
    await page.locator('nav .badge').waitFor()
    expect((await mock.report()).counts).toMatchObject({ error: 1, silenced: 0 })

    await mock.silence('filters-lost', 'of the whole run')
    await page.getByText('Reason: of the whole run').waitFor()
    await page.getByRole('button', { name: /^Count it again/ }).click()
    await findingOf(page, 'filters-lost').waitFor()
  })

  test('has a badge without a reload, and never for this page itself', async () => {
    const { page, mock } = await open({ place: '/overview' })
    await waitUntilLive(page)
    await lookAround(mock)
    expect(await mock.findings()).toEqual([])

    await loseFilters(mock)
    await expect.poll(() => page.locator('nav .badge').innerText()).toMatch(/^1\s+finding$/)
    await mock.reset()
    await page.locator('nav .badge').waitFor({ state: 'detached' })
    await loseFilters(mock)
    await page.locator('nav .badge').waitFor()
  })

  test('shows walks of clients only, whatever they are called', async () => {
    const { page, mock } = await open({ place: '/walks' })
    await lookAround(mock)
    await client(mock, 'dashboard').get('type=widget')
    await lookAround(mock)
    await client(mock, 'dashboard').get('page=2')
    await findingOf(page, 'filters-lost').waitFor()
    await cardOf(page, 'dashboard').waitFor()
    await expectCount(page.locator('.walk'), 1)
  })

  test('has a badge for a client that just never came back', async () => {
    const { page, mock } = await open()
    await waitUntilLive(page)
    await client(mock, 'early').pages(1, 2, 3)
    await endWalks(mock)
    await page.locator('nav .badge').waitFor()
  })

  test('folds long walks, and goes through them by the arrow keys', async () => {
    const { page, mock } = await open({ place: '/walks' })
    for (let number = 1; number <= DEMO_ROWS; number++)
      await client(mock, 'long').get(`per_page=1&page=${number}`)
    const fold = cardOf(page, 'long').getByRole('button', { name: 'pages 3–66 64 requests' })
    await fold.waitFor()
    await cardOf(page, 'long')
      .getByRole('link', { name: /page 1 / })
      .focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await expectCount(cardOf(page, 'long').locator('.box'), DEMO_ROWS)
    await expect
      .poll(() => page.evaluate('document.activeElement.title'))
      .toBe('#3, answered 200, 1 row')
    await cardOf(page, 'long').getByRole('button', { name: 'Fold again' }).click()
    await fold.waitFor()
  })

  test('keeps its walks while the mock is away, also when the view is left meanwhile', async () => {
    allow(/ERR_|Failed to load/)
    const { page, mock } = await open()
    // The code of a view comes when it is first shown, so it must have come before the mock is away.
    await page.locator('.overview').waitFor()
    await page.goto(`${mock.url}/#/walks`)
    await client(mock, 'stays').pages(1, 2)
    await cardOf(page, 'stays').waitFor()
    await mock.close()
    await page.getByText('The mock does not answer.').waitFor()
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.locator('.overview').waitFor()
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /^Walks/ })
      .click()
    await cardOf(page, 'stays').waitFor()
  })

  test('says what is missing: judging, a walk, a verdict that no walk has', async () => {
    allow(/404|409/)
    const off = await open({ place: '/walks', options: { judge: false } })
    await off.page.getByRole('heading', { name: 'Clients are not judged here' }).waitFor()
    await expectAccessible(off.page)

    const { page, mock } = await open({ place: '/walks?verdict=endless' })
    await page.getByRole('heading', { name: 'No walk is “endless”' }).waitFor()
    await client(mock, 'good').pages(1, 2, 3, 4, 5)
    // The button moves when the requests come: a click could fall beside it.
    await page.getByRole('button', { name: 'Show all walks' }).press('Enter')
    await cardOf(page, 'good').waitFor()
    await page.goto(`${mock.url}/#/walks?walk=999`)
    await page.getByRole('heading', { name: 'Walk 999 is no longer there' }).waitFor()
  })

  test.each(['light', 'dark'] as const)(
    'is accessible and fits 360 pixels with hostile names, %s',
    async (theme) => {
      const { page, mock } = await open({
        place: '/walks',
        theme,
        width: 360,
        height: 800,
      })
      const { get } = client(mock, '<img src=x onerror=alert(1)>'.padEnd(200, 'W'))
      await get(
        `external_identifier=${encodeURIComponent('<b>'.padEnd(200, 'ل'))}&zzz=${'q'.repeat(3000)}`,
      )
      await client(mock, 'repeats').pages(1, 2, 2, 2, 4, 99_999_999_999)
      await loseFilters(mock)
      await walkByCursor(mock)
      const user = await mock.createUser({ name: 'W'.repeat(90) })
      await client(user, 'of a long name').pages(1, 2, 9)
      await endWalks(mock)
      await mock.silence('same-page-again', 'w'.repeat(500))
      await page.getByText(/^Reason: w/).waitFor()
      await cardOf(page, 'loses filters')
        .getByText('one page')
        .or(cardOf(page, 'loses filters').getByText('rows missing'))
        .waitFor()
      await expectToFit(page, 360)
      expect(await page.locator('.walks img').count()).toBe(0)
      await expectAccessible(page)
      await findingOf(page, 'filters-lost')
        .getByRole('button', { name: /^Silence this rule/ })
        .click()
      await page.getByRole('dialog').waitFor()
      await expectAccessible(page)
    },
  )
})

/** Its second request fails once. */
async function walkByCursor(mock: Mock): Promise<void> {
  const { get } = client(mock, 'by cursor', 'autocalls')
  let cursor: string | null = toPage(await get('per_page=30')).next_cursor ?? null
  await mock.faults.arm({ times: 1, effect: { type: 'status', status: 503 } })
  while (cursor !== null) {
    const answered = await get(`per_page=30&cursor=${cursor}`)
    if (answered.status === 200) cursor = toPage(answered).next_cursor ?? null
  }
}
