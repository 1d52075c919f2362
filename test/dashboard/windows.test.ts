// Several windows of one browser, which share the streams of one of them, and a browser that no stream reaches.

import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Mock } from '../../src/index.ts'
import { describeInBrowser, useBrowser, waitUntilLive } from './browser.ts'

async function askForList(mock: Mock): Promise<void> {
  await fetch(`${mock.url}/api/user/conversations`, {
    headers: { Authorization: `Bearer ${mock.token()}`, Accept: 'application/json' },
  })
}

const entriesIn = (pages: readonly Page[]): Promise<number[]> =>
  Promise.all(pages.map((page) => page.locator('.entry a').count()))

describeInBrowser('windows', () => {
  const { open, allow } = useBrowser()

  test('seven at once follow by one stream, which another one takes over when its window is closed', async () => {
    const { page, mock } = await open({ place: '/requests' })
    await waitUntilLive(page)
    const pages = [page]
    while (pages.length < 7) {
      const next = await page.context().newPage()
      // Without the token in the address: the others hand it over.
      await next.goto(`${mock.url}/#/requests`)
      await waitUntilLive(next)
      pages.push(next)
    }
    await askForList(mock)
    await expect.poll(() => entriesIn(pages)).toEqual(Array(7).fill(1))
    await expect.poll(async () => (await mock.status()).listeners).toBe(1)
    await page.close()
    const [second, ...others] = pages.slice(1)
    await askForList(mock)
    await expect.poll(() => entriesIn(pages.slice(1))).toEqual(Array(6).fill(2))
    // What is no request is told as well.
    const user = await mock.createUser({ name: 'Newcomer' })
    for (const one of others)
      await one.getByRole('option', { name: 'Newcomer' }).waitFor({ state: 'attached' })
    await user.delete()
    await second?.getByRole('option', { name: 'Newcomer' }).waitFor({ state: 'detached' })
    await expect.poll(async () => (await mock.status()).listeners).toBe(1)
  })

  test('says that no stream comes through, asks slowly meanwhile, and is live again', async () => {
    allow(/ERR_/)
    const { page, mock } = await open({ token: false })
    await page.route(/__admin\/requests\/stream/, (route) => route.abort())
    await page.goto(`${mock.url}/#token=${encodeURIComponent(mock.adminToken)}`)
    await page.getByText('Live updates do not come through').waitFor()
    await page.getByRole('link', { name: 'Requests', exact: true }).click()
    await askForList(mock)
    await page.locator('.entry a').waitFor()
    await mock.createUser({ name: 'Newcomer' })
    await page.getByRole('option', { name: 'Newcomer' }).waitFor({ state: 'attached' })
    expect(await page.getByText('The mock does not answer.').count()).toBe(0)
    await page.unroute(/__admin\/requests\/stream/)
    await waitUntilLive(page)
    await page.getByText('Live updates do not come through').waitFor({ state: 'detached' })
  })
})
