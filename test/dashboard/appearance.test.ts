// What lies above what, what can be read, and what is on paper.

import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { DatasetInput, Mock } from '../../src/index.ts'
import {
  describeInBrowser,
  expectAccessible,
  expectCount,
  useBrowser,
  waitUntilLive,
} from './browser.ts'

/** The controls that a toast, or anything else that is named, lies above. */
const coveredBy = (page: Page, selector: string): Promise<unknown> =>
  page.evaluate(`(() => {
    const box = document.querySelector('${selector}').getBoundingClientRect()
    return [...document.querySelectorAll('a, button, input, select, textarea, summary')]
      .filter((control) => !control.closest('${selector}'))
      .filter((control) => [...control.getClientRects()].some((own) =>
        own.left < box.right && box.left < own.right && own.top < box.bottom && box.top < own.bottom))
      .map((control) => control.outerHTML.slice(0, 100))
  })()`)

const turning = '\u202Eevil\u2067'

/** A user and its things, all with names that turn what stands beside them. */
const turningDataset: DatasetInput = {
  users: [
    { id: 1, name: `${turning}user` },
    { id: 2, name: 'Ada' },
  ],
  tokens: [{ id: 1, user_id: 1, plain: 'demo-key' }],
  assistants: [{ id: 1, uuid: 'assistant-1', user_id: 1, name: `${turning}assistant` }],
  conversations: [
    {
      id: 1,
      uuid: 'conversation-1',
      assistant_id: 1,
      type: 'whatsapp',
      message_count: 1,
      total_cost: 1,
      ai_enabled: true,
      created_at: '2025-01-25 10:00:00',
      updated_at: '2025-01-25 10:00:00',
      customer_name: `${turning}customer`,
      customer_phone: '+4917012345678',
    },
  ],
}

/** Texts with marks of direction in an element that lets them out, beside other text. */
const LEAKS = `(() => {
  const leaks = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node; (node = walker.nextNode());) {
    if (!/[\\u202A-\\u202E\\u2066\\u2067]/.test(node.data) || /^\\u2068[^]*\\u2069/.test(node.data.slice(node.data.indexOf('\\u2068')))) continue
    let element = node.parentElement
    while (getComputedStyle(element).display === 'inline' && !/isolate|plaintext/.test(getComputedStyle(element).unicodeBidi)) element = element.parentElement
    const isAlone = element.textContent.trim() === node.data.trim()
    if (!/isolate|plaintext/.test(getComputedStyle(element).unicodeBidi) && !isAlone) leaks.push(element.outerHTML.slice(0, 200))
  }
  return leaks
})()`

async function askForList(mock: Mock, query = ''): Promise<void> {
  await fetch(`${mock.url}/api/user/conversations${query}`, {
    headers: { Authorization: `Bearer ${mock.token()}`, Accept: 'application/json' },
  })
}

/** Without it they go by themselves, which on a busy machine is before they were looked at. */
async function keepToasts(page: Page): Promise<void> {
  await page.addInitScript(`const later = window.setTimeout
    window.setTimeout = (act, delay, ...others) => (delay === 4000 || delay === 8000 ? 0 : later(act, delay, ...others))`)
  await page.reload()
  await waitUntilLive(page)
}

describeInBrowser('the page', () => {
  const { open, allow } = useBrowser()

  test.each([
    [1280, 800],
    [768, 900],
    [360, 700],
  ])(
    'says in passing what was done without covering a control, at %d × %d',
    async (width, height) => {
      const { page } = await open({ place: '/controls', width, height })
      await keepToasts(page)
      await page.getByRole('button', { name: /^Maintenance/ }).click()
      await page.locator('.toast').waitFor()
      // The list of armed faults grows a moment later.
      await page.getByRole('button', { name: 'Disarm fault 1' }).waitFor()
      await expect.poll(() => coveredBy(page, '.toasts')).toEqual([])
      expect(await page.locator('.toast').isVisible()).toBe(true)
      if (width === 1280) await expectAccessible(page)
    },
  )

  test('lets what it said be dismissed, by keyboard too, with the focus back where it was', async () => {
    const { page } = await open({ place: '/controls' })
    await keepToasts(page)
    const preset = page.getByRole('button', { name: /^Slow Every/ })
    await preset.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Dismiss' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('.toast').waitFor({ state: 'detached' })
    await expect.poll(() => page.locator('.preset:focus').innerText()).toMatch(/^Slow/)
  })

  test('says what failed inside of the dialog that it failed in', async () => {
    allow(/500/)
    const { page, mock } = await open({ place: '/conversations' })
    await keepToasts(page)
    await page.locator('tbody a').first().click()
    const dialog = page.getByRole('dialog', { name: 'Conversation', exact: true })
    await dialog.getByRole('button', { name: /Delete/ }).click()
    await page.route('**/__admin/conversations/*', (route) =>
      route.fulfill({ status: 500, json: { message: 'it broke', errors: [] } }),
    )
    await page.getByRole('button', { name: 'Delete conversation' }).click()
    const toast = page.locator('.toast', { hasText: 'it broke' })
    await toast.waitFor()
    // The dialog that asked was the newest place for it, and closes.
    await expectCount(dialog.locator('.toast'), 1)
    await expectCount(toast, 1)
    await dialog.getByRole('button', { name: 'Dismiss' }).click()
    await toast.waitFor({ state: 'detached' })
    expect(await mock.conversations.count()).toBe(68)
  })

  test('says that the mock is away without covering a control', async () => {
    allow(/ERR_|Failed to load/)
    const { page, mock } = await open({ place: '/conversations', width: 360, height: 700 })
    await waitUntilLive(page)
    await mock.close()
    await page.locator('.banner').waitFor()
    await expect.poll(() => coveredBy(page, '.banner')).toEqual([])
  })

  test.each([1280, 360])(
    'says how many requests came without covering one, at %d pixels',
    async (width) => {
      const { page, mock } = await open({ place: '/requests', width, height: 700 })
      for (let index = 0; index < 40; index++) await askForList(mock)
      await page.locator('.entry a').nth(20).waitFor()
      await page.locator('.virtual').evaluate((list) => list.scrollTo({ top: 200 }))
      await page.locator('.virtual').hover()
      await expect
        .poll(async () => {
          await askForList(mock)
          return page.locator('.new-ones').count()
        })
        .toBe(1)
      const isCovering = (): Promise<unknown> =>
        page.evaluate(`(() => {
          const box = document.querySelector('.new-ones').getBoundingClientRect()
          const list = document.querySelector('.virtual').getBoundingClientRect()
          return box.top < list.bottom && list.top < box.bottom
        })()`)
      await expect.poll(isCovering).toBe(false)
    },
  )

  test.each([
    ['/overview', '.overview .charts .by-type .plot svg'],
    ['/overview?begin=closed', '.overview .charts .by-type .plot svg'],
    ['/conversations', 'tbody tr'],
    ['/controls', '.custom'],
    ['/controls?part=state', '.card'],
    ['/controls?part=users', '.user'],
  ])('%s is no longer than five screens of a phone', async (place, selector) => {
    const { page } = await open({ place, width: 360, height: 740 })
    await waitUntilLive(page)
    await page.locator(selector).first().waitFor()
    await expect
      .poll(() => page.evaluate('document.documentElement.scrollHeight'))
      .toBeLessThanOrEqual(5 * 740)
  })

  test('has room for the phone of a customer at 1280 pixels', async () => {
    const { page } = await open({ place: '/conversations', width: 1280 })
    await page.locator('tbody .phone').first().waitFor()
    const cutPhones = (): Promise<unknown> =>
      page.evaluate(`(() => {
      const list = document.querySelector('.result .scroll-x').getBoundingClientRect()
      return [...document.querySelectorAll('tbody .phone')].filter((phone) => {
        const range = document.createRange()
        range.selectNodeContents(phone)
        const text = range.getBoundingClientRect()
        const box = phone.getBoundingClientRect()
        return text.right > box.right + 0.5 || text.right > list.right || text.left < list.left
      }).map((phone) => phone.textContent)
    })()`)
    await expect.poll(cutPhones).toEqual([])
  })

  test.each([
    ['/overview', '.assistants .name'],
    ['/conversations', 'tbody .phone'],
    [
      `/conversations?type=${encodeURIComponent(turning)}&x=${encodeURIComponent(turning)}`,
      '.result .notice',
    ],
    ['/requests?open=1', '.parameters tr'],
    ['/walks', '.walk'],
    ['/controls', '.fault'],
    ['/controls?user=1', '.fault'],
    ['/controls?part=state', '.face'],
    ['/controls?part=users', '.user'],
  ])('keeps names that turn what stands beside them to themselves: %s', async (place, selector) => {
    allow(/422/)
    const { page, mock } = await open({ options: { dataset: turningDataset } })
    await askForList(
      mock,
      `?customer_phone=${encodeURIComponent(turning)}&${encodeURIComponent(turning)}=1`,
    )
    const match = { parameters: { [turning]: turning } }
    await mock.faults.arm({
      note: `${turning}note`,
      match,
      effect: { type: 'delay', milliseconds: 1 },
    })
    await (await mock.users.find(1))?.faults.arm({ effect: { type: 'delay', milliseconds: 1 } })
    await page.goto(`${mock.url}/#${place}`)
    await page.locator(selector).first().waitFor()
    expect(await page.evaluate(LEAKS)).toEqual([])
  })

  test('keeps such names to themselves in what is no markup, too', async () => {
    const { page } = await open({
      place: '/controls?part=state&user=1',
      options: { dataset: turningDataset },
    })
    const name = `\u2068${turning}user\u2069\u2069`
    await expect
      .poll(() => page.locator('.user-switch option').nth(1).textContent())
      .toBe(`1 · ${name}`)
    await page.getByRole('button', { name: 'Reset …' }).click()
    await expect
      .poll(() => page.getByRole('dialog').getByRole('heading').textContent())
      .toBe(`Reset ${name}?`)
  })
})

async function print(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.setViewportSize({ width: 720, height: 1000 })
}

const visible = (page: Page, selector: string): Promise<unknown> =>
  page.evaluate(
    `[...document.querySelectorAll('${selector}')].filter((one) => one.getClientRects().length > 0).length`,
  )

describeInBrowser('on paper', () => {
  const { open } = useBrowser()

  test.each([
    ['/overview', '.figure'],
    ['/overview?as=tables', '.numbers tbody tr'],
    ['/conversations', 'tbody tr'],
    ['/requests?open=1', '.entry'],
    ['/walks', '.walk'],
    ['/controls', '.fault'],
    ['/controls?part=state', '.item'],
    ['/controls?part=users', '.user'],
  ])('%s has its data, in dark ink, and no controls', async (place, data) => {
    const { page, mock } = await open({ theme: 'dark' })
    await askForList(mock)
    await mock.faults.arm({ effect: { type: 'delay', milliseconds: 1 } })
    await mock.snapshot.save('kept')
    await page.goto(`${mock.url}/#${place}`)
    await page.locator(data).first().waitFor()
    const shown = await page.locator(data).count()
    await print(page)
    await expect.poll(() => visible(page, data)).toBeGreaterThanOrEqual(shown)
    await expect
      .poll(() =>
        visible(page, 'input, select, textarea, form, button:not(.box, .cell), nav, .side'),
      )
      .toBe(0)
    await expect.poll(() => visible(page, 'h1')).toBe(1)
    // Charts are drawn again for the width of the paper.
    await expect
      .poll(() => page.evaluate('document.documentElement.scrollWidth'))
      .toBeLessThanOrEqual(720)
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    )
    expect(await page.evaluate('getComputedStyle(document.documentElement).color')).toBe(
      'rgb(23, 26, 31)',
    )
  })

  test('a list is there to its end, also where the page has only what is in sight', async () => {
    const { page, mock } = await open({ place: '/requests' })
    for (let index = 0; index < 120; index++) await askForList(mock)
    await page.locator('.table[aria-rowcount="121"]').waitFor()
    await print(page)
    await expect.poll(() => visible(page, '.entry a')).toBe(120)
    await page.emulateMedia({ media: null })
    await expect.poll(() => page.locator('.entry a').count()).toBeLessThan(120)
  })
})
