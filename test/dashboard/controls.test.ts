import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { presetGroups } from '../../src/dashboard/controls/presets.ts'
import type { Mock } from '../../src/index.ts'
import {
  copied,
  describeInBrowser,
  expectAccessible,
  expectCount,
  expectToFit,
  stopPolls,
  useBrowser,
  waitForFocus,
  waitForPaint,
  waitUntilLive,
} from './browser.ts'

type Asking = { readonly token?: string; readonly search?: string }

const askApi = (
  mock: Mock,
  { token = mock.token('combined'), search = '' }: Asking = {},
): Promise<Response> =>
  fetch(`${mock.url}/api/user/conversations${search}`, {
    headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
  })

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

const armed = (page: Page) => card(page, 'Armed faults').getByRole('listitem')

/** Clicks what asks first, and says yes or no. */
async function clickAndAnswer(page: Page, name: string | RegExp, answer: string): Promise<void> {
  await page.getByRole('button', { name, exact: typeof name === 'string' }).click()
  await page.getByRole('dialog').getByRole('button', { name: answer, exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

const dashboardOf = (part: string, user = ''): string =>
  `/controls?part=${part}${user === '' ? '' : `&user=${user}`}`

describeInBrowser('faults', () => {
  const { open, allow } = useBrowser()

  test('every preset arms what it says', async () => {
    const { page, mock } = await open({ place: '/controls' })
    const presets = presetGroups.flatMap((group) => group.presets)
    for (const [index, { name, what }] of presets.entries()) {
      await page.getByRole('button', { name: `${name} ${what}` }).click()
      // The list has grown, so that nothing moves under the next click.
      await expectCount(armed(page), index + 1)
    }
    const listed = new Map((await mock.faults.list()).map((fault) => [fault.note, fault]))
    for (const { name, fault } of presets)
      expect(listed.get(name)).toMatchObject({
        user: null,
        match: fault.match ?? {},
        times: fault.times ?? null,
        effect: fault.effect,
      })
    await expectCount(armed(page), presets.length)
  })

  test('one click, and the next request is refused; the page counts it by itself', async () => {
    const { page, mock } = await open({ place: '/controls' })
    await card(page, 'Armed faults').getByText('Nothing is armed').waitFor()
    await page.getByRole('button', { name: '429 with Retry-After' }).click()
    await page.getByText('Armed for everybody: 429 with Retry-After.').waitFor()
    await armed(page).getByText('3 of 3 left').waitFor()
    await waitUntilLive(page)
    const response = await askApi(mock)
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '2'])
    await armed(page).getByText('2 of 3 left').waitFor()
    await armed(page).getByText('struck 1 time').waitFor()
    await askApi(mock)
    await askApi(mock)
    await armed(page).getByText('over', { exact: true }).waitFor()
    expect((await askApi(mock)).status).toBe(200)
  })

  test('are disarmed one by one and all together', async () => {
    const { page, mock } = await open({ place: '/controls' })
    await page.getByRole('button', { name: /^Slow Every/ }).click()
    await page.getByRole('button', { name: 'Every third request 500' }).click()
    await page.getByRole('button', { name: 'Row twice' }).click()
    // A new fault comes above the others, which move down.
    await expectCount(armed(page), 3)
    await page.getByRole('button', { name: 'Disarm fault 1' }).click()
    await page.getByText('Fault 1 is disarmed.').waitFor()
    await expect.poll(async () => (await mock.faults.list()).map(({ id }) => id)).toEqual([2, 3])
    await expectCount(armed(page), 2)
    await page.getByRole('button', { name: 'Disarm all' }).click()
    await card(page, 'Armed faults').getByText('Nothing is armed').waitFor()
    await expect.poll(() => mock.faults.list()).toEqual([])
  })

  test('a custom one shows what the mock says of a field beside it, and the call that does the same', async () => {
    allow(/422/)
    const { page, mock } = await open({ place: '/controls' })
    const form = card(page, 'Custom fault')
    await form.getByLabel('Effect').selectOption('rate_limit')
    await form.getByLabel('Retry after (seconds)').fill('soon')
    await form.getByLabel('Only the n-th').fill('1')
    await form.getByLabel('Every n-th').fill('2')
    await form.getByRole('button', { name: 'Arm this fault' }).click()
    await expectCount(form.locator('[aria-invalid=true]'), 2)
    const field = form.getByLabel('Retry after (seconds)')
    await expect
      .poll(() => field.evaluate((input) => input.parentElement?.textContent))
      .toMatch(/must be/)

    await form.getByLabel('Retry after (seconds)').fill('7')
    await form.getByRole('button', { name: 'Arm this fault' }).click()
    await form.getByText('cannot go together with nth; give one of them').waitFor()
    expect(await mock.faults.list()).toEqual([])

    await form.getByLabel('Every n-th').fill('')
    await form.getByLabel('Parameters, name=value, one a line').fill('type=widget')
    const curl = await copied(page, form.getByRole('button', { name: 'Copy curl' }))
    expect(curl).toContain('"retry_after":7')
    expect(curl).toContain('Bearer $ADMIN')
    expect(curl).not.toContain(mock.adminToken)
    await form.getByRole('button', { name: 'Arm this fault' }).click()
    await armed(page)
      .getByText('Only the 1st request; type = widget: answers 429, Retry-After 7 s.')
      .waitFor()
    expect((await askApi(mock)).status).toBe(200)
    expect((await askApi(mock, { search: '?type=widget' })).headers.get('retry-after')).toBe('7')
  })

  test('spare this page unless they are ticked to strike it', async () => {
    const { page, mock } = await open({ place: '/controls' })
    await page.getByRole('button', { name: /^Slow Every/ }).click()
    await armed(page).getByText('strikes everybody, not this page').waitFor()
    await card(page, 'Presets').getByLabel('Strike this page too').check()
    await page.getByRole('button', { name: 'Row twice' }).click()
    await armed(page).getByText('strikes everybody, this page too').waitFor()
    const form = card(page, 'Custom fault')
    await form.getByLabel('Effect').selectOption('reset')
    await form.locator('.json', { hasText: '"reset"' }).waitFor()
    expect(await form.locator('.json').innerText()).not.toContain('dashboard')
    await form.getByLabel('Strike this page too').check()
    await form.getByRole('button', { name: 'Arm this fault' }).click()
    await expectCount(armed(page), 3)
    expect((await mock.faults.list()).map(({ dashboard }) => dashboard)).toEqual([
      false,
      true,
      true,
    ])
    await armed(page).first().getByText('JSON and curl').click()
    await armed(page).first().locator('.curl').getByText('"dashboard":true').waitFor()
    await expectAccessible(page)
  })

  test('of a chosen user strike nobody else', async () => {
    const { page, mock } = await open({ place: dashboardOf('faults', '2') })
    const [first, second] = await mock.users.list()
    await mock.faults.arm({
      note: 'of the server',
      times: 1,
      match: { path: '/nowhere' },
      effect: { type: 'reset' },
    })
    await page
      .locator('.user-switch option', { hasText: 'Second User' })
      .waitFor({ state: 'attached' })
    await page.getByRole('button', { name: 'Token refused' }).click()
    await page.getByText('Armed for Second User: Token refused.').waitFor()
    expect((await askApi(mock, { token: first?.token('combined') ?? '' })).status).toBe(200)
    expect((await askApi(mock, { token: second?.token() ?? '' })).status).toBe(401)
    await armed(page).getByText('of the server').waitFor()
    await page.getByRole('button', { name: 'Disarm all of this user' }).click()
    await expect
      .poll(async () => (await mock.faults.list()).map(({ note }) => note))
      .toEqual(['of the server'])
  })

  test('what was disarmed elsewhere is said to be gone', async () => {
    allow(/404/)
    const { page, mock } = await open({ place: '/controls' })
    await page.getByRole('button', { name: 'Maintenance' }).click()
    await armed(page).waitFor()
    await stopPolls(page)
    await mock.faults.clear()
    await page.getByRole('button', { name: 'Disarm fault 1' }).click()
    await page.getByText('there is no fault 1').waitFor()
    await card(page, 'Armed faults').getByText('Nothing is armed').waitFor()
  })

  test('what was disarmed elsewhere leaves the list by itself', async () => {
    const { page, mock } = await open({ place: '/controls' })
    await page.getByRole('button', { name: 'Maintenance' }).click()
    await armed(page).waitFor()
    await mock.faults.clear()
    await card(page, 'Armed faults').getByText('Nothing is armed').waitFor()
    await page.getByRole('button', { name: 'Disarm fault 1' }).waitFor({ state: 'detached' })
  })
})

describeInBrowser('state', () => {
  const { open, allow } = useBrowser()

  test('a reset asks once: Cancel does nothing, Reset puts the rows back', async () => {
    const { page, mock } = await open({ place: dashboardOf('state') })
    const rows = await mock.conversations.count()
    await mock.conversations.create([{}, {}])
    await clickAndAnswer(page, 'Reset …', 'Cancel')
    expect(await mock.conversations.count()).toBe(rows + 2)
    await clickAndAnswer(page, 'Reset …', 'Reset')
    await page.getByText('Reset the whole server: conversations, requests').waitFor()
    expect(await mock.conversations.count()).toBe(rows)
  })

  test('a reset leaves what is not ticked', async () => {
    const { page, mock } = await open({ place: dashboardOf('state') })
    await mock.faults.arm({ effect: { type: 'reset' } })
    await mock.conversations.create()
    const rows = await mock.conversations.count()
    await page.getByLabel('Conversations').uncheck()
    await clickAndAnswer(page, 'Reset …', 'Reset')
    await expect.poll(() => mock.faults.list()).toEqual([])
    expect(await mock.conversations.count()).toBe(rows)
  })

  test('snapshots are saved, restored and deleted', async () => {
    allow(/422/)
    const { page, mock } = await open({ place: dashboardOf('state') })
    const own = card(page, 'Snapshots')
    await own.getByText('Of Demo User, the first user').waitFor()
    await own.getByLabel('Name').fill('no good name')
    await own.getByRole('button', { name: 'Save' }).click()
    await own.getByText('must be 1 to 100 letters').waitFor()
    await own.getByLabel('Name').fill('before')
    await own.getByRole('button', { name: 'Save' }).click()
    await own.getByText(/^68 rows · /).waitFor()
    await expect.poll(() => own.getByLabel('Name').inputValue()).toBe('')
    await mock.conversations.create([{}, {}, {}])
    await clickAndAnswer(page, 'Restore before', 'Cancel')
    expect(await mock.conversations.count()).toBe(71)
    await clickAndAnswer(page, 'Restore before', 'Restore')
    await page.getByText('Restored 68 rows of before.').waitFor()
    expect(await mock.conversations.count()).toBe(68)
    await clickAndAnswer(page, 'Delete before', 'Delete')
    await own.getByText('None yet.').waitFor()
    expect(await mock.snapshot.list()).toEqual([])
  })

  test('the clock ticks, is frozen, goes on and is set', async () => {
    const { page, mock } = await open({ place: dashboardOf('state') })
    const own = card(page, 'Clock')
    const shown = (): Promise<string> => own.locator('time').innerText()
    await own.getByText('real time', { exact: true }).waitFor()
    const before = await shown()
    await expect.poll(shown).not.toBe(before)

    await own.getByLabel('Set to (UTC)').fill('2025-01-25T14:30:00')
    const start = performance.now()
    await own.getByRole('button', { name: 'Set', exact: true }).click()
    await own.getByText('set by hand').waitFor()
    await own.getByRole('button', { name: 'Freeze' }).click()
    await own.getByText('frozen', { exact: true }).waitFor()
    const frozen = (await mock.clock.now()).getTime()
    const ran = frozen - Date.parse('2025-01-25T14:30:00Z')
    expect(ran).toBeGreaterThanOrEqual(0)
    expect(ran).toBeLessThanOrEqual(performance.now() - start)
    for (const name of ['+1 min', '+1 h', '+1 day']) {
      await own.getByRole('button', { name }).click()
      await own.getByRole('button', { name, disabled: false }).waitFor()
    }
    const later = frozen + (60 + 3600 + 86_400) * 1000
    await expect.poll(async () => (await mock.clock.now()).getTime()).toBe(later)
    await own.getByText(new Date(later).toISOString().slice(0, 19).replace('T', ' ')).waitFor()
    await own.getByRole('button', { name: 'Back to real time' }).click()
    await own.getByText('real time', { exact: true }).waitFor()
    const earliest = Date.now()
    const now = (await mock.clock.now()).getTime()
    expect(now).toBeGreaterThanOrEqual(earliest)
    expect(now).toBeLessThanOrEqual(Date.now())
  })

  test('a button keeps the focus while its call is on its way', async () => {
    const { page } = await open({ place: dashboardOf('state') })
    const { promise: isLookedAt, resolve: release } = Promise.withResolvers<void>()
    await page.route('**/__admin/clock*', async (route) => {
      if (route.request().method() === 'PUT') await isLookedAt
      await route.continue()
    })
    const button = card(page, 'Clock').getByRole('button', { name: '+1 h' })
    await button.press('Enter')
    await card(page, 'Clock').getByRole('button', { name: '+1 h', disabled: true }).waitFor()
    await waitForPaint(page)
    await waitForFocus(page, button)
    release()
    await page.getByText(/^The clock shows/).waitFor()
    await waitForFocus(page, button)
  })

  test('the clock of a chosen user is its own', async () => {
    const { page, mock } = await open({ place: dashboardOf('state', '2') })
    const own = card(page, 'Clock')
    await own.getByText('the clock of the server').waitFor()
    await own.getByRole('button', { name: 'Freeze' }).click()
    await own.getByText('own clock').waitFor()
    const [, second] = await mock.users.list()
    expect(await second?.clock.now()).toEqual(await second?.clock.now())
    const now = await mock.clock.now()
    await expect.poll(() => mock.clock.now()).not.toEqual(now)
    await own.getByRole('button', { name: 'Follow the server' }).click()
    await own.getByText('the clock of the server').waitFor()
  })

  test('traffic starts, counts by itself and stops', async () => {
    allow(/404|422/)
    const { page, mock } = await open({ place: dashboardOf('state') })
    const own = card(page, 'Traffic')
    await own.getByLabel('Rows a second').fill('-1')
    await own.getByRole('button', { name: 'Start' }).click()
    await own.getByText('must be at least 0.01').waitFor()
    await own.getByLabel('Rows a second').fill('20')
    await own.getByLabel('Rows at most').fill('50000')
    await own.getByRole('button', { name: 'Start' }).click()
    await own.getByText('running', { exact: true }).waitFor()
    const inserted = async (): Promise<number> => Number(await own.locator('.inserted').innerText())
    await expect.poll(inserted).toBeGreaterThan(5)
    await own.getByRole('button', { name: 'Stop' }).click()
    await own.locator('.inserted').waitFor({ state: 'detached' })
    expect(await mock.traffic.state()).toBeUndefined()
    expect(await mock.conversations.count()).toBeGreaterThan(68)
  })

  test('a script in one click changes the rows under the next walk, and is told of', async () => {
    allow(/404/)
    const { page, mock } = await open({ place: dashboardOf('state') })
    const own = card(page, 'Rows that move')
    await own.getByRole('button', { name: 'Insert 2 rows after the first page' }).click()
    await own.getByText('waits for a walk').waitFor()
    await waitUntilLive(page)
    await askApi(mock, { search: '?page=1' })
    await askApi(mock, { search: '?page=2' })
    await own.getByText('Walk 1, after request 1: 2 inserted.').waitFor()
    expect(await mock.conversations.count()).toBe(70)

    await own.getByLabel('Your own script (JSON)').fill('{"steps":[{"after":1,')
    await own.getByRole('button', { name: 'Run this script' }).click()
    await own.getByRole('alert').getByText('JSON').waitFor()
    allow(/422/)
    await own.getByLabel('Your own script (JSON)').fill('{"steps":[{"after":0,"insert":1}]}')
    await own.getByRole('button', { name: 'Run this script' }).click()
    await own.getByRole('alert').getByText('steps[0].after').waitFor()
    await own
      .getByLabel('Your own script (JSON)')
      .fill('{"steps":[{"after":2,"delete":{"newest":4}}]}')
    await own.getByRole('button', { name: 'Run this script' }).click()
    await own.getByText('After request 2: delete the 4 newest rows.').waitFor()
    await own.getByRole('button', { name: 'Stop the script' }).click()
    await own.getByRole('button', { name: 'Stop the script' }).waitFor({ state: 'detached' })
    expect(await mock.script.state()).toBeUndefined()
  })

  test('the dataset is downloaded, and replaced from a file that is asked about once', async () => {
    allow(/422/)
    const { page, mock } = await open({ place: dashboardOf('state', '2') })
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe('dataset-of-user-2.json')
    const text = readFileSync(await download.path(), 'utf8')
    expect(JSON.parse(text)).toMatchObject({ users: [{ id: 2, name: 'Second User' }] })

    const [, second] = await mock.users.list()
    const rows = (await second?.conversations.count()) ?? 0
    await second?.conversations.create([{}, {}])
    const choose = (buffer: string): Promise<void> =>
      page.getByLabel('Dataset file').setInputFiles({
        name: 'rows.json',
        mimeType: 'application/json',
        buffer: Buffer.from(buffer),
      })
    await choose(text)
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    expect(await second?.conversations.count()).toBe(rows + 2)
    await choose(text)
    await page.getByRole('dialog').getByRole('button', { name: 'Replace' }).click()
    await page.getByText(`There are ${rows} rows now.`).waitFor()
    expect(await second?.conversations.count()).toBe(rows)
    await choose('{"conversations":[{"id":"x"}]}')
    await page.getByRole('dialog').getByRole('button', { name: 'Replace' }).click()
    await card(page, 'Dataset').getByRole('alert').waitFor()
    expect(await second?.conversations.count()).toBe(rows)
  })
})

describeInBrowser('users', () => {
  const { open, allow } = useBrowser()

  test('one is made with tokens that work, looked at, and deleted after asking once', async () => {
    const { page, mock } = await open({ place: dashboardOf('users') })
    const form = card(page, 'New user')
    await form.getByLabel('Name').fill('<i>Ada</i> عادة')
    await form.getByLabel('nicecall').uncheck()
    await form.getByLabel('aiployees').uncheck()
    await form.getByLabel('Rows', { exact: true }).selectOption('generate')
    await form.getByLabel('How many rows').fill('20')
    await form.getByRole('button', { name: 'Make user' }).click()
    const item = page.locator('.user.new')
    await item.getByText('<i>Ada</i> عادة').waitFor()
    await item.getByText('20 rows').waitFor()
    await expectCount(item.getByRole('listitem'), 2)

    const plain = await item.locator('code').last().innerText()
    const response = await askApi(mock, { token: plain, search: '?per_page=50' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ data: { length: 20 } })

    const made = (await mock.users.list()).find(({ name }) => name.includes('Ada'))
    await page.getByRole('button', { name: `Look at user ${made?.id} only` }).click()
    await expect.poll(() => page.url()).toContain(`user=${made?.id}`)
    await page.getByRole('button', { name: `Look at user ${made?.id} only` }).click()
    await clickAndAnswer(page, `Delete user ${made?.id}`, 'Cancel')
    expect(await mock.users.list()).toHaveLength(3)
    await clickAndAnswer(page, `Delete user ${made?.id}`, 'Delete user')
    await page.getByText(`User ${made?.id} is deleted.`).waitFor()
    expect(await mock.users.list()).toHaveLength(2)
    expect((await askApi(mock, { token: plain })).status).toBe(401)
  })

  test('has its tokens in sight, also where the list shows it before the form has its answer', async () => {
    const { page, mock } = await open({ place: dashboardOf('users') })
    const { promise: isListed, resolve: release } = Promise.withResolvers<void>()
    await page.route('**/__admin/users', async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      const response = await route.fetch()
      await isListed
      return route.fulfill({ response })
    })
    await card(page, 'New user').getByLabel('Name').fill('Ada')
    await page.getByRole('button', { name: 'Make user' }).click()
    const item = page.locator('.user', { hasText: 'Ada' })
    await item.waitFor()
    release()
    const token = (await mock.users.list()).at(-1)?.token() ?? ''
    await item.getByText(token, { exact: true }).waitFor()
  })

  test('tokens are hidden until asked for, and copied with one click', async () => {
    const { page, mock } = await open({ place: dashboardOf('users') })
    await page.getByRole('button', { name: 'Show token 1', exact: true }).waitFor()
    const [token] = mock.tokens
    expect(await page.locator('main').innerText()).not.toContain(token?.plain)
    expect(
      await copied(page, page.getByRole('button', { name: 'Copy token 1', exact: true })),
    ).toBe(token?.plain)
    await page.getByRole('button', { name: 'Show token 1', exact: true }).click()
    await page.getByText(token?.plain ?? '', { exact: true }).waitFor()
  })

  test('what is wrong with a new one is said beside the field', async () => {
    allow(/422/)
    const { page } = await open({ place: dashboardOf('users') })
    const form = card(page, 'New user')
    await form.getByLabel('Disappears after (seconds)').fill('0')
    await form.getByRole('button', { name: 'Make user' }).click()
    await form.getByText('must be at least 1').waitFor()
    await form.getByLabel('Disappears after (seconds)').fill('')
    await form.getByLabel('Rows', { exact: true }).selectOption('given')
    await form.getByLabel('Rows (JSON)').fill('[{"assistant_id":99}]')
    await form.getByRole('button', { name: 'Make user' }).click()
    await form
      .locator('.field-error, .errors')
      .getByText(/assistant/)
      .waitFor()
  })

  test('one that was deleted meanwhile is said to be gone', async () => {
    allow(/404/)
    const { page, mock } = await open()
    const user = await mock.createUser({ name: 'Short Lived' })
    await page.goto(`${mock.url}/#${dashboardOf('state', `${user.id}`)}`)
    await page.getByText('Of Short Lived').first().waitFor()
    await user.delete()
    await page.getByRole('heading', { name: `User ${user.id} is no longer there` }).waitFor()
  })
})

describeInBrowser('the whole of it', () => {
  const { open, allow } = useBrowser()

  test.each(['light', 'dark'] as const)('is accessible in the %s theme', async (theme) => {
    allow(/422/)
    const { page, mock } = await open({ place: '/controls', theme })
    await page.getByRole('button', { name: '429 with Retry-After' }).click()
    await page.getByLabel('Status', { exact: true }).fill('1')
    await page.getByRole('button', { name: 'Arm this fault' }).click()
    await page.getByText('must be at least 200').waitFor()
    await page.getByText('JSON and curl').click()
    await expectAccessible(page)
    await mock.traffic.start({ per_second: 1 })
    await mock.script.run({ steps: [{ after: 1, insert: 1 }] })
    await mock.snapshot.save('before')
    await page.getByRole('link', { name: 'State', exact: true }).click()
    await page.getByText('Restore …').waitFor()
    await page.getByText('waits for a walk').waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: /^Users/ }).click()
    await page.getByRole('button', { name: 'Make user' }).click()
    await page.locator('.user.new').waitFor()
    await expectAccessible(page)
  })

  test('fits a telephone, also with the longest of names', async () => {
    const { page, mock } = await open({ width: 360, height: 740 })
    const long = 'Ünwörd'.repeat(33)
    const user = await mock.createUser({ name: long, email: long })
    await mock.faults.arm({
      note: long,
      match: { cursor: 'x'.repeat(900), parameters: { [long]: long } },
      effect: { type: 'empty' },
    })
    await mock.faults.arm({ effect: { type: 'status', status: 500, body: long } })
    await mock.snapshot.save('s'.repeat(100))
    for (const part of ['faults', 'state', 'users']) {
      for (const id of ['', `${user.id}`]) {
        await page.goto(`${mock.url}/#${dashboardOf(part, id)}`)
        await page.locator('.parts [aria-current]', { hasText: new RegExp(part, 'i') }).waitFor()
        await expect.poll(() => page.locator('.user-switch select').inputValue()).toBe(id)
        await page.locator('.controls .card').first().waitFor()
        await expect.poll(() => page.locator('.loading').count()).toBe(0)
        await expectToFit(page, 360, part + id)
      }
    }
  })

  test('says that the mock does not answer', async () => {
    allow(/ERR_|503/)
    const { page } = await open()
    await waitUntilLive(page)
    await page.route('**/__admin/faults*', (route) => route.abort())
    await page.getByRole('link', { name: 'Controls' }).click()
    await card(page, 'Armed faults').getByText('does not answer').waitFor()
    await stopPolls(page)
    await page.unroute('**/__admin/faults*')
    await card(page, 'Armed faults').getByRole('button', { name: 'Try again' }).click()
    await card(page, 'Armed faults').getByText('Nothing is armed').waitFor()
  })
})
