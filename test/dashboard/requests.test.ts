import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { type Mock, startMock } from '../../src/index.ts'
import { findPort } from '../ports.ts'
import {
  copied,
  describeInBrowser,
  expectAccessible,
  expectCount,
  stopPolls,
  useBrowser,
  waitForFocus,
  waitUntilLive,
} from './browser.ts'

const run = promisify(execFile)

type Asking = {
  readonly edition?: 'nicecall' | 'combined'
  readonly headers?: Record<string, string>
}

/** Asks the mock as a client does. Resolves also when the connection is cut. */
async function ask(
  mock: Pick<Mock, 'url' | 'token'>,
  query = '',
  { edition = 'nicecall', headers = {} }: Asking = {},
): Promise<void> {
  const all = {
    Authorization: `Bearer ${mock.token(edition)}`,
    Accept: 'application/json',
    ...headers,
  }
  await fetch(`${mock.url}/api/user/conversations${query}`, { headers: all })
    .then((response) => response.text())
    .catch(() => undefined)
}

/** Asks for the pages 1 to `count` over one connection, without waiting for answers. */
async function askMuch(mock: Mock, count: number): Promise<void> {
  const { hostname, port } = new URL(mock.url)
  const socket = connect({ host: hostname, port: Number(port) })
  const lines = Array.from({ length: count }, (_, index) =>
    [
      `GET /api/user/conversations?per_page=1&page=${index + 1} HTTP/1.1`,
      `Host: ${hostname}`,
      `Authorization: Bearer ${mock.token('nicecall')}`,
      `Connection: ${index === count - 1 ? 'close' : 'keep-alive'}`,
    ].join('\r\n'),
  )
  socket.end(`${lines.join('\r\n\r\n')}\r\n\r\n`)
  socket.resume()
  await once(socket, 'close')
}

const rows = (page: Page) => page.locator('.requests .entry:not(.head)')
const row = (page: Page, text: string) => rows(page).filter({ hasText: text })
/** The places of the rows in the table, and the pages that they asked for. Findings may come late. */
const placesOf = async (page: Page): Promise<string[]> =>
  z.array(z.string()).parse(
    await page.evaluate(`[...document.querySelectorAll('.requests .entry:not(.head)')].map(
      (row) => row.ariaRowIndex + ' ' + /&page=\\d+/.exec(row.innerText)?.[0])`),
  )
const opened = (page: Page) => page.locator('.requests .opened')
const waitForRows = (page: Page, count: number) => expectCount(rows(page), count)

describeInBrowser('requests', () => {
  const { open, allow } = useBrowser()

  test('sends a request again, and copies it for other languages, with its body', async () => {
    allow(/422/)
    const { page, mock } = await open()
    const body = '{"type":"api","assistant_id":1}'
    await fetch(`${mock.url}/api/conversations?a=1`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body,
    })
    await page.goto(`${mock.url}/#/requests?open=1`)
    const entry = page.getByRole('region', { name: 'Request 1', exact: true })
    await entry.getByRole('button', { name: 'Send again' }).click()
    await page.getByText(/^Sent again, and answered \d+/).waitFor()
    await expect.poll(async () => mock.requests.count({ dashboard: true })).toBe(1)
    const [again] = await mock.requests.list({ dashboard: true })
    expect(again).toMatchObject({ method: 'POST', path: '/api/conversations', query: 'a=1' })
    for (const [language, part] of [
      ['curl', `--data-raw '${body}'`],
      ['fetch', `body: '${body}'`],
      ['Python', 'method="POST"'],
    ] as const) {
      await entry.getByRole('button', { name: `Copy as ${language}` }).click()
      await expect
        .poll(() => page.evaluate<string>('navigator.clipboard.readText()'))
        .toContain(part)
    }
  })

  test('sends forms again as they were, and says why it cannot send bytes of files', async () => {
    allow(/422|404|401/)
    const { page, mock } = await open()
    const form = new FormData()
    form.set('type', 'api é')
    const post = (body: FormData | URLSearchParams): Promise<Response> =>
      fetch(`${mock.url}/api/conversations`, { method: 'POST', body })
    await post(form)
    await post(new URLSearchParams({ type: "it's" }))
    form.set('file', new Blob([new Uint8Array([0xff, 0xfe])]))
    await post(form)
    const bodyOf = async (id: number): Promise<unknown> => {
      const headers = { Authorization: `Bearer ${mock.adminToken}` }
      const answer = await fetch(`${mock.url}/__admin/requests/${id}`, { headers })
      return z
        .object({ body: z.object({ text: z.string(), type: z.string() }) })
        .parse(await answer.json())
    }
    for (const [id, again] of [
      [1, 4],
      [2, 5],
    ] as const) {
      await page.goto(`${mock.url}/#/requests?open=${id}`)
      const entry = page.getByRole('region', { name: `Request ${id}`, exact: true })
      await entry.getByRole('button', { name: 'Send again' }).click()
      await expect.poll(() => mock.requests.count()).toBe(again)
      expect(await bodyOf(again)).toEqual(await bodyOf(id))
    }
    await page.goto(`${mock.url}/#/requests?open=3`)
    const entry = page.getByRole('region', { name: 'Request 3', exact: true })
    await entry.getByRole('button', { name: 'Send again' }).click()
    await page.getByText('bytes that are no text').waitFor()
  })

  test('says which fault changed an answer, and disarms it there', async () => {
    const { page, mock } = await open()
    const effect = { type: 'status', status: 503 } as const
    await mock.faults.arm({ effect, note: 'down <b>' })
    await fetch(`${mock.url}/api/user/conversations`)
    await page.goto(`${mock.url}/#/requests?open=1`)
    const entry = page.getByRole('region', { name: 'Request 1', exact: true })
    await entry.getByText('“down <b>”').waitFor()
    await page.getByRole('link', { name: '1 fault armed' }).waitFor()
    await entry.getByRole('button', { name: 'Disarm fault 1' }).click()
    await entry.getByText('no longer armed').waitFor()
    await page.getByRole('link', { name: '1 fault armed' }).waitFor({ state: 'detached' })
    expect(await mock.faults.list()).toEqual([])
  })

  test('shows a request of curl at once, without asking for it', async () => {
    const { page, mock } = await open({ place: '/requests' })
    await page.getByRole('heading', { name: 'No requests yet' }).waitFor()
    await waitUntilLive(page)
    const sample = page.locator('.requests pre', { hasText: mock.token('nicecall') })
    const line = await sample.innerText()
    const [, ...given] = line.match(/'[^']*'|\S+/g) ?? []
    const words = given.map((word) => word.replaceAll("'", ''))
    await stopPolls(page)
    // Only the stream, which is open, can bring the row.
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await run('curl', ['-s', ...words])
    await waitForRows(page, 1)
    expect(asked.filter((url) => url.includes('/__admin/requests'))).toEqual([])
    await expect
      .poll(() => row(page, '?per_page=5').innerText())
      .toMatch(/200[\s\S]*GET[\s\S]*nicecall[\s\S]*5[\s\S]*ms/)
    expect(mock.url).toBe(new URL(page.url()).origin)
  })

  test('filters by status, fault, finding, user, text and origin', async () => {
    const { page, mock } = await open({ place: '/requests' })
    const other = await mock.createUser()
    await ask(mock, '?page=1')
    await ask(mock, '?typ=widget')
    await ask(mock, '?per_page=0')
    await ask(mock, '?page=1', { headers: { 'X-Correlation-ID': 'dashboard' } })
    await mock.faults.arm({ effect: { type: 'reset' }, times: 1 })
    await ask(mock, '?page=2')
    await ask(other, '?page=7')
    await waitForRows(page, 6)

    await page.getByLabel('Status').selectOption('4xx')
    await waitForRows(page, 1)
    await row(page, '?per_page=0').waitFor()
    await page.getByLabel('Status').selectOption('cut')
    await waitForRows(page, 1)
    await row(page, '?page=2').getByText('reset').waitFor()
    await page.getByLabel('Status').selectOption('')
    await page.getByLabel('Fault').selectOption('reset')
    await waitForRows(page, 1)
    await page.getByLabel('Fault').selectOption('')
    await page.getByLabel('Finding').selectOption('undocumented-parameter')
    await waitForRows(page, 1)
    await row(page, '?typ=widget').getByText('ignored typ').waitFor()
    await page.getByRole('button', { name: 'Clear filter' }).click()
    await waitForRows(page, 6)
    await page.getByLabel('From').selectOption('page')
    await waitForRows(page, 1)
    await rows(page).getByText('this page').waitFor()
    await page.getByLabel('From').selectOption('clients')
    await waitForRows(page, 5)
    await page.keyboard.press('Escape')
    await page.locator('body').press('/')
    await waitForFocus(page, page.getByLabel('Find in path, query and curl'))
    await page.keyboard.type('PAGE=1')
    await waitForRows(page, 1)
    await page.getByRole('button', { name: 'Clear filter' }).click()
    await page.locator('.user-switch select').selectOption(`${other.id}`)
    await waitForRows(page, 1)
    await row(page, '?page=7').waitFor()
    await page.getByLabel('Status').selectOption('5xx')
    await page.getByRole('button', { name: 'Show all requests' }).click()
    await waitForRows(page, 1)
  })

  test('stands still while it is paused, and says how many came', async () => {
    const { page, mock } = await open({ place: '/requests' })
    await ask(mock, '?page=1')
    await waitForRows(page, 1)
    await page.keyboard.press('p')
    await page.getByRole('button', { name: 'Pause', pressed: true }).waitFor()
    await ask(mock, '?page=2')
    await ask(mock, '?page=3')
    await page.getByRole('button', { name: '2 new' }).waitFor()
    await waitForRows(page, 1)
    await page.getByRole('button', { name: 'Pause' }).click()
    await waitForRows(page, 3)
    await expectCount(page.getByRole('button', { name: /new$/ }), 0)
    await expect.poll(() => rows(page).first().innerText()).toContain('?page=3')
  })

  test('opens a request with its parameters, those ignored, its response and its curl line', async () => {
    const { page, mock } = await open({ place: '/requests' })
    await ask(mock, '?per_page=2&type=widget&customer_phone=%2B49%20170', {
      headers: { Prefer: 'wait=0' },
    })
    await row(page, '?per_page=2').click()
    await opened(page).getByRole('heading', { name: 'Request 1' }).waitFor()
    const parameters = opened(page).locator('table.parameters')
    await expect
      .poll(() => parameters.locator('tr', { hasText: 'customer_phone' }).innerText())
      .toMatch(/\+49 170\s+ignored by nicecall/)
    expect(await parameters.locator('tr', { hasText: 'type' }).innerText()).not.toContain('ignored')
    await opened(page)
      .getByText(/Demo User/)
      .first()
      .waitFor()
    const facts = opened(page).locator('.facts')
    for (const fact of [
      /User\s+1 Demo User · token 1 nicecall/,
      /Rows\s+2/,
      /Prefer\s+wait=0/,
      /Accept\s+application\/json/,
    ])
      await expect.poll(() => facts.innerText()).toMatch(fact)
    const response = opened(page).locator('.response')
    await response.locator('.json').waitFor()
    expect(await response.locator('.headers').innerText()).toMatch(
      /^HTTP\/1\.1 200 OK\n[\s\S]*application\/json/,
    )
    expect(JSON.parse(await response.locator('.json').innerText())).toMatchObject({
      per_page: 2,
      data: [{ type: 'widget' }, { type: 'widget' }],
    })

    const curl = await opened(page).locator('pre.code', { hasText: 'curl -g' }).innerText()
    expect(curl).toContain('Bearer $TOKEN')
    expect(
      await copied(page, opened(page).getByRole('button', { name: 'Copy curl', exact: true })),
    ).toBe(curl)
    const whole = await copied(
      page,
      opened(page).getByRole('button', { name: 'Copy curl with the token' }),
    )
    expect(whole).toBe(
      curl.replace(
        '"Authorization: Bearer $TOKEN"',
        `'Authorization: Bearer ${mock.token('nicecall')}'`,
      ),
    )

    const link = await opened(page)
      .getByRole('link', { name: 'Open in Conversations' })
      .getAttribute('href')
    expect(Object.fromEntries(new URLSearchParams(link?.split('?')[1]))).toMatchObject({
      token: '1',
      type: 'widget',
      per_page: '2',
    })
    await page.keyboard.press('Escape')
    await expectCount(opened(page), 0)
  })

  test('shows the body of a request that brought one, without credentials', async () => {
    // The answer to a request with a credential is not kept.
    allow(/404/)
    const { page, mock } = await open({ place: '/requests' })
    const send = (body: string): Promise<Response> =>
      fetch(`${mock.url}/api/conversations`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      })
    await send('{"assistant_id":"x","variables":{"plan":"<b>pro","password":"hunter2"}}')
    await send(JSON.stringify({ note: 'x'.repeat(20_000) }))
    await ask(mock, '?per_page=2')
    await waitForRows(page, 3)
    const shown = opened(page).getByRole('region', { name: 'Body of the request' })
    await rows(page).nth(0).click()
    await opened(page).locator('.response .json').waitFor()
    expect(await shown.count()).toBe(0)
    await rows(page).nth(1).click()
    await shown.getByText('Only the beginning is kept: the first 8 KiB.').waitFor()
    await shown.getByText('20,011 bytes').waitFor()
    await rows(page).nth(2).click()
    await shown.getByText('The mock put *** for what may be a credential.').waitFor()
    expect(JSON.parse(await shown.locator('.json').innerText())).toEqual({
      assistant_id: 'x',
      variables: { plan: '<b>pro', password: '***' },
    })
    await expectAccessible(page)
  })

  test('says what a request met and what the judge says of it', async () => {
    const { page, mock } = await open({ place: '/requests' })
    await mock.faults.arm({ effect: { type: 'truncate', bytes: 40 }, times: 1 })
    await ask(mock)
    await mock.faults.arm({ effect: { type: 'reset' }, times: 1 })
    await ask(mock, '?page=2')
    await ask(mock, '?typ=widget')
    // A new row comes above the others, which move down.
    await waitForRows(page, 3)
    await row(page, 'truncate').click()
    await opened(page).getByText('A fault closed the connection here').waitFor()
    await row(page, 'reset').click()
    await opened(page).getByText('Nothing was sent: a fault closed the connection.').waitFor()
    await row(page, 'undocumented-parameter').click()
    await opened(page).getByText('typ is ignored by nicecall').waitFor()
    const hrefOf = (name: string) => opened(page).getByRole('link', { name }).getAttribute('href')
    await expect.poll(() => hrefOf('Look at the walk')).toMatch(/^#\/walks\?.*walk=\d+/)
    await expect
      .poll(() => hrefOf('About the rule'))
      .toBe(`${mock.url}/docs/rules#undocumented-parameter`)
  })

  test('names a finding once, and leads to the walk of any request', async () => {
    const { page, mock } = await open({ place: '/requests' })
    await mock.faults.arm({ effect: { type: 'rate_limit', retry_after: 60 }, times: 2 })
    for (const number of [1, 2, 2, 2]) await ask(mock, `?page=${number}`)
    await waitForRows(page, 4)
    const second = rows(page).nth(1)
    await expectCount(second.getByText('retry-too-early'), 1)
    await rows(page).last().click()
    await opened(page).getByRole('button', { name: 'Show its walk' }).click()
    await page.getByRole('article', { name: 'Walk 1' }).waitFor()
    await expect.poll(() => page.url()).toMatch(/#\/walks\?walk=1&request=\d$/)
  })

  test('opens the entry that was pressed, also when another one comes before the release', async () => {
    const { page, mock } = await open({ place: '/requests' })
    await ask(mock, '?page=1')
    await waitForRows(page, 1)
    await row(page, '?page=1').hover()
    await page.mouse.down()
    await ask(mock, '?per_page=0')
    // The page has it, and shows it after the release.
    const option = page.getByLabel('Status').locator('option', { hasText: '422' })
    await option.waitFor({ state: 'attached' })
    await page.mouse.up()
    await opened(page).getByRole('heading', { name: 'Request 1' }).waitFor()
    await waitForRows(page, 2)
  })

  test('goes through the list by keyboard', async () => {
    const { page, mock } = await open({ place: '/requests' })
    for (const number of [1, 2, 3]) await ask(mock, `?page=${number}`)
    await waitForRows(page, 3)
    await page.keyboard.press('Enter')
    await opened(page).getByRole('heading', { name: 'Request 3' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await opened(page).getByRole('heading', { name: 'Request 2' }).waitFor()
    await page.keyboard.press('j')
    await opened(page).getByRole('heading', { name: 'Request 1' }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await opened(page).getByRole('heading', { name: 'Request 2' }).waitFor()
    await expect.poll(() => rows(page).nth(1).getAttribute('aria-current')).toBe('true')
    await page.keyboard.press('Escape')
    await expectCount(opened(page), 0)
  })

  test('follows a mock that is started anew on the same port', async () => {
    allow(/ERR_/)
    const { page, mock } = await open({ place: '/requests', options: { port: await findPort() } })
    for (const number of [1, 2, 3]) await ask(mock, `?page=${number}`)
    await waitForRows(page, 3)
    await row(page, '?page=2').click()
    await opened(page).locator('.json').waitFor()
    await mock.close()
    await page.locator('.connection.lost').waitFor()
    await waitForRows(page, 3)
    const next = await startMock({
      port: Number(new URL(mock.url).port),
      adminToken: mock.adminToken,
    })
    try {
      await ask(next, '?page=11')
      await ask(next, '?page=12')
      await waitUntilLive(page)
      await waitForRows(page, 2)
      await expect
        .poll(() => rows(page).allInnerTexts())
        .toEqual([expect.stringContaining('?page=12'), expect.stringContaining('?page=11')])
      await opened(page).getByText('The mock was started again since').waitFor()
      expect(await opened(page).innerText()).toContain('?page=2')
      await ask(next, '?page=13')
      await waitForRows(page, 3)
    } finally {
      await next.close()
    }
  })

  test('forgets what was asked, after asking once', async () => {
    const { page, mock } = await open({ place: '/requests' })
    const other = await mock.createUser()
    await ask(mock, '?page=1')
    await ask(other, '?page=2')
    await waitForRows(page, 2)
    await page.locator('.user-switch select').selectOption(`${other.id}`)
    await waitForRows(page, 1)
    await page.getByRole('button', { name: 'Forget all' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(() => page.locator('button:focus').allInnerTexts()).toEqual(['Forget all'])
    await waitForRows(page, 1)
    await page.getByRole('button', { name: 'Forget all' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Forget all' }).click()
    await page.getByRole('heading', { name: `No requests of user ${other.id} yet` }).waitFor()
    expect(await mock.requests.count()).toBe(1)
    await page.locator('.user-switch select').selectOption('')
    await waitForRows(page, 1)
    await ask(mock, '?page=3')
    await waitForRows(page, 2)
  })

  test('holds ten thousand with few rows in the page, and stands still where somebody reads', async () => {
    const { page, mock } = await open({ place: '/requests', options: { rateLimit: 1_000_000 } })
    await askMuch(mock, 10_000)
    await page.reload()
    await page.getByText('10,000 requests').waitFor()
    expect(await rows(page).count()).toBeLessThan(100)
    const table = page.getByRole('table', { name: 'Requests, the newest first' })
    await expect.poll(() => table.getAttribute('aria-rowcount')).toBe('10001')

    await page.evaluate('document.querySelector(".requests .virtual").scrollTop = 1e9')
    await row(page, '?per_page=1&page=1').last().waitFor()
    expect(await rows(page).count()).toBeLessThan(100)
    await expect.poll(() => rows(page).last().getAttribute('aria-rowindex')).toBe('10001')
    const seen = new Set(await placesOf(page))
    expect([...seen].at(-1)).toBe('10001 &page=1')
    await ask(mock, '?page=20001')
    await ask(mock, '?page=20002')
    await page.getByRole('button', { name: '2 new' }).waitFor()
    // The button takes some room, so a row less may be in the page at the other end.
    const kept = (await placesOf(page)).filter((place) => seen.has(place))
    expect(kept.length).toBeGreaterThan(seen.size / 2)
    await page.getByRole('button', { name: '2 new' }).click()
    await expect.poll(() => rows(page).first().innerText()).toContain('?page=20002')
  })

  test('gives a link that reproduces what is seen', async () => {
    allow(/404/)
    const { page, mock } = await open({ place: '/requests' })
    for (const query of ['?page=1', '?per_page=0', '?per_page=1000']) await ask(mock, query)
    await page.getByLabel('Status').selectOption('422')
    await page.getByLabel('Find in path, query and curl').fill('per_page')
    await expect.poll(() => page.url()).toContain('per_page')
    await waitForRows(page, 2)
    await row(page, '?per_page=0').click()
    await opened(page).getByRole('heading', { name: 'Request 2' }).waitFor()
    await expect.poll(() => page.url()).toContain('open=2')
    const link = page.url()
    await page.goto('about:blank')
    await page.goto(link)
    await opened(page).getByText('per_page=0').first().waitFor()
    await waitForRows(page, 2)
    await expect.poll(() => page.getByLabel('Status').inputValue()).toBe('422')
    await page.goto(`${mock.url}/#/requests?open=4711`)
    await page.getByRole('heading', { name: 'Request 4711 is no longer there' }).waitFor()
  })

  test.each(['light', 'dark'] as const)('is accessible, empty and full, in %s', async (theme) => {
    const { page, mock } = await open({ place: '/requests', theme })
    await page.getByRole('heading', { name: 'No requests yet' }).waitFor()
    await expectAccessible(page)
    await mock.faults.arm({ effect: { type: 'status', status: 503 }, times: 1 })
    await ask(mock, '?page=1')
    await ask(mock, '?typ=<b>widget</b>', { headers: { 'X-Request-ID': 'dashboard' } })
    await ask(mock, '?page=99')
    await waitForRows(page, 3)
    await row(page, 'page-beyond-last').click()
    await opened(page).locator('.json').waitFor()
    await expectAccessible(page)
    await page.setViewportSize({ width: 360, height: 740 })
    await expectAccessible(page)
    await expect.poll(() => page.evaluate('document.querySelector("main").scrollWidth')).toBe(360)
  })
})
