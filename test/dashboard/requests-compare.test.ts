import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Mock } from '../../src/index.ts'
import {
  describeInBrowser,
  expectAccessible,
  expectCount,
  expectToFit,
  useBrowser,
  waitForFocus,
} from './browser.ts'

async function walk(mock: Mock, pages: readonly number[], perPage = 15): Promise<void> {
  for (const page of pages) {
    const url = `${mock.url}/api/user/conversations?per_page=${perPage}&page=${page}`
    const headers = {
      Authorization: `Bearer ${mock.token('nicecall')}`,
      Accept: 'application/json',
      'X-Mock-Walk': 'client',
    }
    await (await fetch(url, { headers })).text()
  }
}

const compared = (page: Page, left: number, right: number) =>
  page.getByRole('region', { name: `Requests ${left} and ${right} side by side` })
const opened = (page: Page, id: number) =>
  page.getByRole('region', { name: `Request ${id}`, exact: true })

describeInBrowser('two answers side by side', () => {
  const { open, allow } = useBrowser()

  test('show which rows came twice, from the walk and from page to page', async () => {
    const { page, mock } = await open({ place: '/walks' })
    await mock.script.run({ steps: [{ after: 1, insert: 2 }] })
    await walk(mock, [1, 2, 3, 4, 5])
    const card = page.getByRole('article', { name: 'Walk 1' })
    // The card grows with each request until then.
    await expectCount(card.locator('a.box'), 5)
    await card.getByText('Which came more than once').click()
    await card.getByRole('link', { name: 'side by side' }).first().click()
    const pair = compared(page, 1, 2)
    await pair.getByText('2 rows came in both.').waitFor()
    await pair.getByText('13 rows came only in request 1, 13 only in request 2.').waitFor()
    const second = pair.getByRole('region', { name: 'Answer to request 2' })
    await second.getByText('also row 14 of 1').waitFor()
    await pair.getByRole('rowheader', { name: 'current_page' }).waitFor()
    await pair.getByRole('button', { name: 'Pages after' }).click()
    await compared(page, 2, 3).getByText('No row came in both.').waitFor()
    await compared(page, 2, 3).getByRole('link', { name: 'Their walk' }).click()
    await card.locator('a.box[aria-current]').getByText('3', { exact: true }).waitFor()
  })

  test('are those of any two requests that somebody chooses', async () => {
    const { page, mock } = await open({ place: '/requests' })
    await walk(mock, [1])
    await fetch(`${mock.url}/api/user/conversations`, { headers: { Accept: 'application/json' } })
    await expectCount(page.locator('.entry a'), 2)
    await page.locator('.entry a').nth(1).click()
    await opened(page, 1).getByRole('button', { name: 'another one' }).click()
    await page.locator('.entry a').first().click()
    await opened(page, 2).getByRole('button', { name: 'request 1' }).click()
    const pair = compared(page, 1, 2)
    const status = pair.getByRole('row').filter({ hasText: 'status' })
    await expect.poll(() => status.innerText()).toMatch(/200\s+401/)
    await page.keyboard.press('Escape')
    await opened(page, 2).getByRole('button', { name: 'another one' }).waitFor()
    await expectCount(pair, 0)
  })

  test('are found from a request by keyboard, and the focus comes back', async () => {
    const { page, mock } = await open({ place: '/requests' })
    await walk(mock, [1, 2])
    await expectCount(page.locator('.entry a'), 2)
    await page.keyboard.press('Enter')
    await page.locator('.opened:focus').waitFor()
    const before = opened(page, 2).getByRole('button', { name: 'the page before' })
    await before.focus()
    await page.keyboard.press('Enter')
    await page.locator('.compare:focus').waitFor()
    await page.keyboard.press('Escape')
    await waitForFocus(page, before)
    await page.keyboard.press('Escape')
    await expectCount(opened(page, 2), 0)
  })

  test('say so where an answer is not there', async () => {
    allow(/404/)
    const { page, mock } = await open({ place: '/requests?compare=1,99' })
    await page.getByText('One of them is no longer there').waitFor()
    await mock.faults.arm({ effect: { type: 'reset' }, times: 1 })
    await walk(mock, [1]).catch(() => undefined)
    await walk(mock, [2])
    await page.goto(`${mock.url}/#/requests?compare=1,2`)
    await compared(page, 1, 2).getByText('Nothing was sent.').waitFor()
  })

  test.each([
    ['light', 360],
    ['dark', 768],
    ['light', 1280],
  ] as const)('are accessible and fit, in %s at %i pixels', async (theme, width) => {
    const { page, mock } = await open({ place: '/requests', theme, width })
    await walk(mock, [1, 2])
    await page.goto(`${mock.url}/#/requests?compare=1,2&walk=1`)
    await compared(page, 1, 2).getByRole('button', { name: 'Pages after' }).waitFor()
    await compared(page, 1, 2).getByText('No row came in both.').waitFor()
    await expectAccessible(page)
    await expectToFit(page, width)
  })
})
