import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Mock } from '../../src/index.ts'
import {
  copied,
  describeInBrowser,
  expectAccessible,
  expectCount,
  expectToFit,
  reload,
  useBrowser,
  waitForFocus,
} from './browser.ts'

const run = promisify(execFile)

const REMEMBERED = "localStorage.getItem('conversations-mock.request-panel')"

describeInBrowser('the conversations', () => {
  const { open, allow } = useBrowser()

  test('asks the emulated API once, in its own name, and shows what came', async () => {
    const { page, mock } = await open({ place: '/conversations' })
    await answered(page)
    await expectCount(page.locator('tbody tr'), 15)
    const [request, ...others] = await mock.requests.list()
    expect(request).toMatchObject({
      path: '/api/user/conversations',
      query: '',
      correlation: 'dashboard',
      edition: 'combined',
      status: 200,
    })
    expect(others).toEqual([])
  })

  test('sends the filters as they are chosen, at the first page', async () => {
    const { page, mock } = await open({ place: '/conversations?page=2' })
    await answered(page)
    await page.getByLabel('type', { exact: true }).selectOption('whatsapp')
    await expect.poll(() => typesOf(page)).toEqual(['whatsapp'])
    await page.getByLabel('customer_phone').fill('+1 5')
    await page.getByLabel('customer_phone').press('Enter')
    await expect
      .poll(() => targetsOf(mock))
      .toContain('/api/user/conversations?type=whatsapp&customer_phone=%2B1%205')
    await expect.poll(() => targetsOf(mock)).toContain('/api/user/conversations?type=whatsapp')
  })

  test('pages by number with the filters', async () => {
    const { page, mock } = await open({ place: '/conversations?type=widget&per_page=5' })
    await answered(page)
    await page.getByRole('button', { name: 'Next page' }).click()
    await page.getByText('Page 2 of 6').waitFor()
    await page.getByRole('button', { name: 'Page 6' }).click()
    await page.getByText('Page 6 of 6').waitFor()
    await page.getByRole('button', { name: 'Page 3', exact: true }).click()
    await page.getByText('Page 3 of 6').waitFor()
    await expect
      .poll(async () => (await targetsOf(mock))[0])
      .toBe('/api/user/conversations?type=widget&per_page=5&page=3')
  })

  test('pages by cursor with the filters, and says what an edition does not have', async () => {
    const { page, mock } = await open({ place: '/conversations?type=widget' })
    await answered(page)
    await page.getByRole('button', { name: 'Start by cursor' }).click()
    await page.getByText('At the start; more rows follow.').waitFor()
    await expect
      .poll(async () => (await targetsOf(mock))[0])
      .toBe('/api/user/conversations?type=widget&cursor=')
    await page.getByRole('button', { name: 'next_cursor' }).click()
    await page.getByText('At the end').waitFor()
    await page.getByRole('button', { name: 'prev_cursor' }).click()
    await page.getByText('At the start; more rows follow.').waitFor()
    await page.getByLabel('Edition').selectOption('nicecall')
    await page.getByText('nicecall has no cursors').waitFor()
    await expectCount(page.getByRole('button', { name: 'cursor' }), 0)
    await expect
      .poll(async () => (await mock.requests.list())[0])
      .toMatchObject({ query: 'type=widget', edition: 'nicecall' })
    await page.getByLabel('Edition').selectOption('autocalls')
    await page.getByText('autocalls has no pages').waitFor()
    await expectCount(page.getByRole('button', { name: 'Next page' }), 0)
  })

  test('goes on by the cursor of a page', async () => {
    const { page, mock } = await open({ place: '/conversations?type=widget&per_page=5&page=2' })
    await page.getByText('By page now; its cursors lead on too.').waitFor()
    await page.getByRole('button', { name: 'next_cursor' }).click()
    await page.getByText('More rows before and after.').waitFor()
    await expect
      .poll(async () => (await targetsOf(mock))[0])
      .toMatch(/\?type=widget&per_page=5&cursor=eyJ/)
  })

  test('follows next_page_url as it is, and says which filters that loses', async () => {
    const { page, mock } = await open({ place: '/conversations?type=widget&per_page=5' })
    await answered(page)
    await page.getByRole('button', { name: 'Follow next_page_url' }).click()
    await page
      .getByText('type=widget, per_page=5 were in the request, but not in next_page_url')
      .waitFor()
    await page.getByText('Page 2 of 5').waitFor()
    await expect.poll(async () => (await targetsOf(mock))[0]).toBe('/api/user/conversations?page=2')
    await expect.poll(() => page.getByLabel('type', { exact: true }).inputValue()).toBe('')
    await page.getByRole('button', { name: 'Next page' }).click()
    await page.getByText('Page 3 of 5').waitFor()
    await expectCount(page.locator('.lost'), 0)
    await page.goBack()
    await page.getByRole('button', { name: 'Add them again' }).click()
    await page.getByText('Page 2 of 6').waitFor()
    await expect
      .poll(async () => (await targetsOf(mock))[0])
      .toBe('/api/user/conversations?type=widget&per_page=5&page=2')
    await expectCount(page.locator('.lost'), 0)
  })

  test('follows next_page_url with the filters where the mock is told to repeat them', async () => {
    const { page, mock } = await open({
      place: '/conversations?type=widget&per_page=5',
      options: { urls: 'withQueryString' },
    })
    await answered(page)
    await page.getByRole('button', { name: 'Follow next_page_url' }).click()
    await page.getByText('nothing got lost').waitFor()
    await expect
      .poll(async () => (await targetsOf(mock))[0])
      .toBe('/api/user/conversations?type=widget&per_page=5&page=2')
  })

  test.each([
    '?type=widget&per_page=3',
    '?edition=autocalls&external_identifier=it%27s%20%26%20%24HOME',
    '?cursor=&customer_phone=%2B1',
  ])('prints a curl for %s that gives the shown response', async (search) => {
    const { page } = await open({ place: `/conversations${search}` })
    await answered(page)
    const { stdout } = await run('sh', ['-c', await copyOf(page, 'curl')])
    expect(JSON.parse(stdout)).toEqual(JSON.parse(await body(page)))
  })

  test('copies the URL and a fetch that gives the shown response', async () => {
    const { page, mock } = await open({ place: '/conversations?type=api' })
    await answered(page)
    expect(await copyOf(page, 'URL')).toBe(`${mock.url}/api/user/conversations?type=api`)
    const line = await copyOf(page, 'fetch')
    const answer = await page.evaluate<string>(`(async () => (await (${line})).text())()`)
    expect(JSON.parse(answer)).toEqual(JSON.parse(await body(page)))
  })

  test('shows what the API refuses beside the field', async () => {
    allow(/422/)
    const { page } = await open({ place: '/conversations?type=nonsense&date_from=2025-13-01' })
    await answered(page, '422')
    await page.getByRole('heading', { name: 'The API answered 422' }).waitFor()
    const type = page.getByLabel('type', { exact: true })
    await expect.poll(() => type.inputValue()).toBe('nonsense')
    await expect.poll(() => page.getByLabel('date_from').inputValue()).toBe('2025-13-01')
    await expect
      .poll(() => page.locator('#error-type').innerText())
      .toBe('The selected type is invalid.')
    await expect.poll(() => type.getAttribute('aria-describedby')).toBe('error-type')
    await expectCount(page.locator('tbody'), 0)
    await page.getByRole('button', { name: 'Clear all' }).click()
    await answered(page)
    await expect.poll(() => page.getByLabel('date_from').inputValue()).toBe('')
  })

  test.each([
    [{ type: 'reset' }, 'cut', 'There was no answer'],
    [{ type: 'truncate', bytes: 300 }, '200', 'The answer broke off'],
    [{ type: 'malformed' }, '200', 'A client could not read this answer'],
    [{ type: 'status', status: 503 }, '503', 'The API answered 503'],
  ] as const)('says in words what the fault %j does', async (effect, status, words) => {
    allow(/ERR_|503/)
    const { page, mock } = await open({ place: '/conversations' })
    await answered(page)
    await mock.faults.arm({ dashboard: true, effect })
    await page.keyboard.press('r')
    await page.getByRole('heading', { name: words }).waitFor()
    await answered(page, status)
    await expectCount(page.locator('tbody'), 0)
  })

  test('is spared by faults, and uses none of them up', async () => {
    const { page, mock } = await open({ place: '/conversations' })
    await answered(page)
    const { id } = await mock.faults.arm({ times: 1, effect: { type: 'reset' } })
    const [made] = await mock.conversations.create([{}])
    await page.keyboard.press('r')
    // The row stands for the second answer.
    await page.locator(`tbody a[title="${made?.uuid}"]`).waitFor()
    await answered(page)
    expect(await targetsOf(mock)).toHaveLength(2)
    expect(await page.locator('.struck').count()).toBe(0)
    expect(await mock.faults.find(id)).toMatchObject({ matched: 0, applied: 0 })
  })

  test.each([
    [{ type: 'status', status: 503 }, 'answers with status 503'],
    [{ type: 'status', status: 302 }, 'answers with status 302'],
    [{ type: 'rate_limit', retry_after: 2 }, 'answers 429, Retry-After 2 s'],
    [{ type: 'maintenance' }, 'answers 503 with an HTML page'],
    [{ type: 'reset' }, 'resets the connection'],
    [{ type: 'empty' }, 'closes the connection without a byte'],
    [{ type: 'truncate', bytes: 0 }, 'cuts the body after 0 bytes'],
    [{ type: 'truncate', bytes: 300 }, 'cuts the body after 300 bytes'],
    [{ type: 'malformed' }, 'takes the last byte from the body'],
    [{ type: 'slow', bytes_per_second: 50 }, 'sends the body at 50 bytes a second'],
    [{ type: 'delay', milliseconds: 60_000 }, 'waits 60.0 s'],
    [{ type: 'short_page' }, 'gives one row less than asked for'],
  ] as const)('names the fault %j that struck, and disarms it', async (effect, words) => {
    allow(/ERR_|429|503/)
    const { page, mock } = await open({ place: '/conversations' })
    await answered(page)
    await mock.faults.arm({ effect: { type: 'malformed' } })
    const { id } = await mock.faults.arm({ dashboard: true, note: 'on <b>purpose', effect })
    await page.keyboard.press('r')
    const struck = page.getByRole('region', { name: 'Faults that struck this request' })
    await struck.getByText(`Fault ${id} “on <b>purpose” struck this request: it ${words}`).waitFor()
    await struck.getByText('until disarmed').waitFor()
    await expectCount(struck.locator('p'), 1)
    await struck.getByRole('button', { name: `Disarm fault ${id}` }).click()
    await page.getByText(`Fault ${id} is disarmed.`).waitFor()
    await struck.waitFor({ state: 'detached' })
    await answered(page)
    await expectCount(page.locator('tbody tr'), 15)
    expect((await mock.faults.list()).map(({ effect: { type } }) => type)).toEqual(['malformed'])
  })

  test.each(['reset', 'empty'] as const)(
    'names a fault %s also where the browser asked again by itself',
    async (type) => {
      allow(/ERR_/)
      const { page, mock } = await open({ place: '/conversations' })
      await answered(page)
      await mock.faults.arm({ dashboard: true, times: 1, effect: { type } })
      await page.keyboard.press('r')
      const struck = page.getByRole('region', { name: 'Faults that struck this request' })
      await struck.getByText('Fault 1 struck this request').waitFor()
      await struck.getByText('over', { exact: true }).waitFor()
      await page.keyboard.press('r')
      await struck.waitFor({ state: 'detached' })
      await answered(page)
    },
  )

  test('names each of several faults, and those that are gone', async () => {
    allow(/503/)
    const { page, mock } = await open({ place: '/conversations' })
    await answered(page)
    await mock.faults.arm({ dashboard: true, times: 1, effect: { type: 'delay', milliseconds: 1 } })
    await mock.faults.arm({ dashboard: true, effect: { type: 'status', status: 503 } })
    await page.keyboard.press('r')
    const struck = page.getByRole('region', { name: 'Faults that struck this request' })
    await struck.getByText('Fault 1 struck this request: it waits 1 ms.').waitFor()
    await struck.getByText('over', { exact: true }).waitFor()
    await expectAccessible(page)
    await mock.faults.disarm(2)
    allow(/404/)
    await struck.getByRole('button', { name: 'Disarm fault 2' }).click()
    await page.getByText('there is no fault 2').waitFor()
    await struck.waitFor({ state: 'detached' })
    await answered(page)
  })

  test('has rows in sight in a narrow window, where filters unfold', async () => {
    const { page, mock } = await open({
      place: '/conversations?per_page=5',
      width: 360,
      height: 740,
    })
    await answered(page)
    const first = page.locator('tbody tr').first()
    await expect.poll(async () => (await first.boundingBox())?.y).toBeLessThan(600)
    await expect
      .poll(() => page.getByRole('button', { name: 'Filters' }).innerText())
      .toContain('per_page=5')
    await page.getByLabel('type', { exact: true }).waitFor({ state: 'hidden' })
    await page.keyboard.press('/')
    await page.locator('#filter-type:focus').selectOption('api')
    await expect
      .poll(async () => (await targetsOf(mock))[0])
      .toBe('/api/user/conversations?per_page=5&type=api')
    await page.getByRole('button', { name: 'Filters' }).click()
    await page.getByLabel('type', { exact: true }).waitFor({ state: 'hidden' })
  })

  test('keeps the rows that have the same as a cell, and says so until one click removes it', async () => {
    const { page, mock } = await open({ place: '/conversations?page=2' })
    await answered(page)
    const type = page.locator('tbody .type').first()
    const name = await type.innerText()
    await type.click()
    await expect
      .poll(async () => (await targetsOf(mock))[0])
      .toBe(`/api/user/conversations?type=${name}`)
    const filters = page.getByRole('group', { name: 'Filters that are sent' })
    await filters.getByText(`type=${name}`).waitFor()
    await expect.poll(() => typesOf(page)).toEqual([name])
    const date = page.getByTitle(/^Only rows with date_from=/).first()
    const day = await date.innerText()
    await date.click()
    await filters.getByText(`date_to=${day.slice(0, 10)}`).waitFor()
    await filters.getByRole('button', { name: `type=${name}` }).click()
    await expect
      .poll(async () => (await targetsOf(mock))[0])
      .toBe(`/api/user/conversations?date_from=${day.slice(0, 10)}&date_to=${day.slice(0, 10)}`)
    await filters.getByRole('button', { name: 'Clear all' }).click()
    await filters.waitFor({ state: 'detached' })
    await expectCount(page.getByRole('dialog'), 0)
  })

  test('filters by a cell without a mouse', async () => {
    const { page, mock } = await open({ place: '/conversations' })
    await answered(page)
    await page.locator('tbody a').first().focus()
    await page.keyboard.press('ArrowDown')
    await waitForFocus(page, page.locator('tbody a').nth(1))
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowUp')
    const type = await page.locator('tbody tr').first().locator('.type').innerText()
    await expect.poll(() => page.evaluate('document.activeElement.innerText')).toBe(type)
    await page.keyboard.press('Enter')
    await expect
      .poll(async () => (await targetsOf(mock))[0])
      .toBe(`/api/user/conversations?type=${type}`)
  })

  test('filters by the assistant, the customer and the identifier of a row', async () => {
    const { page, mock } = await open({ place: '/conversations?token=3' })
    await answered(page)
    const cells = (name: string) => page.getByTitle(new RegExp(`^Only rows with ${name}=`))
    const valuesOf = async (name: string): Promise<string[]> => [
      ...new Set(await cells(name).allInnerTexts()),
    ]
    /** Clicks the first cell, until all rows have what it has. */
    const filterBy = async (name: string): Promise<void> => {
      const value = await cells(name).first().innerText()
      await cells(name).first().click()
      await expect.poll(() => valuesOf(name)).toEqual([value])
    }
    const expectTarget = (pattern: RegExp) =>
      expect.poll(async () => (await targetsOf(mock))[0]).toMatch(pattern)
    await filterBy('assistant_id')
    await expectTarget(/\?assistant_id=\d+$/)
    await answered(page)
    await filterBy('customer_phone')
    await expectTarget(/customer_phone=%2B\d+$/)
    await answered(page)
    // This edition knows no dates.
    await expectCount(cells('date_from'), 0)
  })

  test('says how many rows came without moving what is read, and shows them by a click', async () => {
    const { page, mock } = await open({ place: '/conversations?type=api&per_page=5' })
    await answered(page)
    const before = await page.locator('tbody a').first().getAttribute('title')
    await mock.conversations.create([{ type: 'api' }, { type: 'api' }, { type: 'widget' }])
    const pill = page.getByRole('button', { name: '2 new rows' })
    await pill.waitFor()
    expect(await page.locator('tbody a').first().getAttribute('title')).toBe(before)
    await pill.click()
    await expectCount(page.locator('tbody tr.fresh'), 2)
    await expect.poll(() => page.locator('tbody a').nth(2).getAttribute('title')).toBe(before)
    await pill.waitFor({ state: 'detached' })
    await mock.conversations.delete(String(before))
    await page.getByRole('button', { name: '1 row fewer' }).waitFor()
    await expectAccessible(page)
  })

  test('leads from a later page to the new rows', async () => {
    const { page, mock } = await open({ place: '/conversations?type=api&per_page=5&page=2' })
    await answered(page)
    await page.getByLabel('Follow new rows').check()
    await mock.conversations.create({ type: 'api' })
    await page.getByRole('button', { name: '1 new row' }).click()
    await expect
      .poll(async () => (await targetsOf(mock))[0])
      .toBe('/api/user/conversations?type=api&per_page=5')
  })

  test('follows new rows where it is told to, with the focus where it was', async () => {
    const { page, mock } = await open({ place: '/conversations?per_page=5' })
    await answered(page)
    await page.keyboard.press('f')
    await expect.poll(() => page.getByLabel('Follow new rows').isChecked()).toBe(true)
    await page.locator('tbody a').nth(1).focus()
    const focused = await page.locator('tbody a').nth(1).getAttribute('title')
    const [made] = await mock.conversations.create([{ type: 'api' }])
    await page.locator(`tbody tr.fresh a[title="${made?.uuid}"]`).waitFor()
    await expect.poll(() => page.evaluate('document.activeElement.title')).toBe(focused)
  })

  test('remembers that the filters and the request are folded', async () => {
    const { page } = await open({ place: '/conversations?type=api' })
    await answered(page)
    await page.getByRole('button', { name: 'Filters', exact: false }).first().click()
    await page.getByLabel('type', { exact: true }).waitFor({ state: 'hidden' })
    await page.locator('.panel summary').click()
    await page.getByRole('tab', { name: 'curl' }).waitFor({ state: 'hidden' })
    // The browser folds the panel at once, and tells the page a moment later.
    await expect.poll(() => page.evaluate(REMEMBERED)).toBe('folded')
    await reload(page)
    await answered(page)
    await page.getByLabel('type', { exact: true }).waitFor({ state: 'hidden' })
    await page.getByRole('tab', { name: 'curl' }).waitFor({ state: 'hidden' })
    await page.keyboard.press('/')
    await page.locator('#filter-type:focus').waitFor()
  })

  test('goes from form to form of the request by the arrows', async () => {
    const { page } = await open({ place: '/conversations' })
    await answered(page)
    await page.getByRole('tab', { name: 'curl' }).press('ArrowLeft')
    await page.getByRole('tab', { name: 'PHP', selected: true }).waitFor()
    await page.getByLabel('The request as PHP').getByText('file_get_contents').waitFor()
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('PHP')
  })

  test('says that nothing matches, and clears the filters', async () => {
    const { page } = await open({ place: '/conversations?external_identifier=none-such' })
    await page.getByRole('heading', { name: 'No conversation matches' }).waitFor()
    await page
      .locator('.notice')
      .getByText('external_identifier=none-such', { exact: true })
      .waitFor()
    await page.getByRole('button', { name: 'Clear the filters' }).click()
    await page.getByText('Page 1 of 5').waitFor()
    await page.getByLabel('page', { exact: true }).fill('99')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Page 99 is empty' }).waitFor()
  })

  test('is reproduced by a link, also one with parameters that nobody knows', async () => {
    const { page, mock } = await open({ place: '/conversations?token=3&type=api&foo=bar&cursor=' })
    await answered(page)
    expect((await mock.requests.list())[0]).toMatchObject({
      query: 'type=api&foo=bar&cursor=',
      edition: 'autocalls',
    })
    await page.getByRole('button', { name: 'foo=bar' }).click()
    await expect
      .poll(async () => (await targetsOf(mock))[0])
      .toBe('/api/user/conversations?type=api')
    await answered(page)
    const row = page.locator('tbody a').first()
    const uuid = await row.getAttribute('title')
    await row.click()
    await page.getByRole('dialog').waitFor()
    await reload(page)
    await page.getByRole('dialog').getByText(String(uuid), { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => page.url()).not.toContain('row=')
  })

  test('offers another token for one that is gone', async () => {
    const { page } = await open({ place: '/conversations?token=999' })
    await page.getByRole('heading', { name: 'Token 999 is no longer there' }).waitFor()
    await page.getByRole('button', { name: 'Use another token' }).click()
    await answered(page)
  })

  test('makes, changes and deletes a conversation, and asks again each time', async () => {
    allow(/422/)
    const { page, mock } = await open({ place: '/conversations' })
    await answered(page)
    await page.keyboard.press('n')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('type').selectOption('whatsapp')
    await dialog.getByLabel('customer_name').fill('Ada')
    await dialog.getByLabel('message_count').fill('-1')
    await dialog.getByRole('button', { name: 'Make conversation' }).click()
    await dialog.locator('#row-message_count-error').waitFor()
    await dialog.getByLabel('message_count').fill('7')
    await dialog.getByRole('button', { name: 'Make conversation' }).click()
    await page.getByRole('heading', { name: 'Conversation', exact: true }).waitFor()
    await page.getByText('rows 1–15 of 69').waitFor()
    const [made] = await mock.conversations.list({ limit: 1 })
    expect(made).toMatchObject({ type: 'whatsapp', customer_name: 'Ada', message_count: 7 })

    await dialog.getByLabel('customer_name').fill('Grace')
    await dialog.getByLabel('variables').fill('{"plan": "pro"}')
    await dialog.getByRole('button', { name: 'Save changes' }).click()
    await page.locator('tbody tr', { hasText: 'Grace' }).waitFor()
    expect(await mock.conversations.find(made?.uuid ?? '')).toMatchObject({
      ...made,
      customer_name: 'Grace',
      variables: { plan: 'pro' },
      updated_at: expect.any(String),
    })

    await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('button', { name: 'Delete conversation' }).click()
    await page.getByText('rows 1–15 of 68').waitFor()
    expect(await mock.conversations.find(made?.uuid ?? '')).toBeUndefined()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => mock.requests.count({ path: '/api/user/conversations' })).toBe(4)
  })

  test('works without a mouse', async () => {
    const { page, mock } = await open({ place: '/conversations' })
    await answered(page)
    await page.keyboard.press('/')
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('filter-type')
    await page.locator('tbody a').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    const third = await page.locator('tbody a').nth(2).getAttribute('title')
    await expect.poll(() => page.evaluate('document.activeElement.title')).toBe(third)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText(String(third), { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate('document.activeElement.title')).toBe(third)
    await page.keyboard.press('r')
    await expect
      .poll(() => mock.requests.count({ path: '/api/user/conversations', dashboard: true }))
      .toBe(2)
  })

  test.each(['light', 'dark'] as const)(
    'shows hostile rows as text, in a narrow window, %s',
    async (theme) => {
      const { page } = await open({
        place: '/conversations?cursor=',
        options: { dataset: hostile },
        theme,
        width: 360,
        height: 740,
      })
      await answered(page)
      await expect
        .poll(() => page.locator('tbody').innerText())
        .toContain('<img src=x onerror=alert(1)>')
      expect(await page.locator('img').count()).toBe(0)
      await expectToFit(page, 360)
      await expectAccessible(page)
      await page.locator('.panel summary').click()
      await page.getByRole('button', { name: 'Copy curl' }).waitFor()
      await page.locator('tbody a').first().focus()
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').getByLabel('customer_name').waitFor()
      await expectToFit(page, 360)
      await expectAccessible(page)
    },
  )

  test.each(['light', 'dark'] as const)(
    'is accessible with refusals and lost filters, %s',
    async (theme) => {
      allow(/422/)
      const { page, mock } = await open({
        place: '/conversations?edition=nicecall&type=widget&customer_phone=1&per_page=5',
        theme,
      })
      await answered(page)
      await page.getByRole('button', { name: 'Follow next_page_url' }).click()
      await page.locator('.lost').waitFor()
      await expect.poll(() => targetsOf(mock)).toHaveLength(2)
      await answered(page)
      await expectAccessible(page)
      await page.getByLabel('per_page').fill('1000')
      await page.keyboard.press('Enter')
      await answered(page, '422')
      await expectAccessible(page)
    },
  )
})

const markup = '<img src=x onerror=alert(1)>'

const hostile = {
  users: [{ id: 1, name: markup }],
  tokens: [{ id: 1, user_id: 1, plain: 'w'.repeat(120), edition: 'combined' as const }],
  assistants: [
    { id: 1, uuid: '11111111-1111-4111-8111-111111111111', user_id: 1, name: 'a'.repeat(400) },
  ],
  conversations: [markup, 'w'.repeat(400), 'إياس الشتيوي', '‮reversed'].map((name, index) => ({
    id: index + 1,
    uuid: index === 1 ? 'u'.repeat(400) : `22222222-2222-4222-8222-22222222222${index}`,
    assistant_id: 1,
    type: 'whatsapp' as const,
    variables: { [name]: name },
    message_count: 2_000_000_000,
    total_cost: 123456789.123456,
    ai_enabled: true,
    customer_name: name,
    customer_phone: markup,
    created_at: '2025-01-01 00:00:00',
    updated_at: '2025-01-01 00:00:00',
  })),
}

/** Until the request that the page stands for is answered, once it has been sent. */
const answered = async (page: Page, status = '200'): Promise<void> =>
  page
    .locator('.conversations:has(.result[aria-busy=false]) .panel summary .pill', {
      hasText: status,
    })
    .waitFor()

/** The types of the rows, each once. */
const typesOf = async (page: Page): Promise<string[]> => [
  ...new Set(await page.locator('tbody .type').allInnerTexts()),
]

const targetsOf = async (mock: Mock): Promise<string[]> =>
  (await mock.requests.list()).map(({ path, query }) => (query === '' ? path : `${path}?${query}`))

const body = (page: Page): Promise<string> => page.locator('.panel .json').innerText()

async function copyOf(page: Page, what: string): Promise<string> {
  await page.getByRole('tab', { name: what, exact: true }).click()
  return copied(page, page.getByRole('button', { name: `Copy ${what}` }))
}
