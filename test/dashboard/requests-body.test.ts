import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Mock } from '../../src/index.ts'
import {
  copied,
  describeInBrowser,
  expectAccessible,
  expectCount,
  useBrowser,
  waitForFocus,
} from './browser.ts'

const post = (mock: Mock, body: string, type = 'application/json'): Promise<Response> =>
  fetch(`${mock.url}/api/conversations`, {
    method: 'POST',
    headers: { 'Content-Type': type, Accept: 'application/json' },
    body,
  })

const bodyOf = (page: Page) => page.getByRole('region', { name: 'Body of the request' })

/** A promise, and what resolves it. */
function held(): [Promise<void>, () => void] {
  const { promise, resolve } = Promise.withResolvers<void>()
  return [promise, resolve]
}

describeInBrowser('a body', () => {
  const { open } = useBrowser()

  test('of JSON folds by mouse and by keyboard, and is copied whole', async () => {
    const { page, mock } = await open()
    const json = '{"list":[{"a":1.0},{"b":"<b>x</b>"}],"last":true}'
    await post(mock, json)
    await page.goto(`${mock.url}/#/requests?open=1`)
    const body = bodyOf(page)
    const list = body.getByRole('button', { name: '"list", 2 items' })
    await list.click()
    await body.getByText('2 items', { exact: true }).waitFor()
    await expectCount(body.getByText('1.0'), 0)
    await page.keyboard.press('ArrowRight')
    await body.getByText('1.0').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowLeft')
    await body.getByText('1 field', { exact: true }).waitFor()
    await page.keyboard.press('Home')
    await waitForFocus(page, body.getByRole('button', { name: 'object, 2 fields' }))
    await body.getByRole('button', { name: 'Fold all', exact: true }).click()
    await expectCount(body.locator('.fold'), 2)
    await body.getByRole('button', { name: 'Unfold all' }).click()
    await expectCount(body.locator('.fold'), 4)
    expect(await body.locator('b').count()).toBe(0)
    await expectAccessible(page)
    expect(await copied(page, body.getByLabel('Copy the request body'))).toBe(json)
  })

  test('that is large begins folded, and what is folded is not in the page', async () => {
    const { page, mock } = await open()
    const headers = {
      Authorization: `Bearer ${mock.token('nicecall')}`,
      Accept: 'application/json',
    }
    await fetch(`${mock.url}/api/user/conversations?per_page=30`, { headers })
    await page.goto(`${mock.url}/#/requests?open=1`)
    const answer = page.locator('.response', { hasText: 'HTTP/1.1 200' })
    const data = answer.getByRole('button', { name: '"data", 30 items' })
    await data.waitFor()
    const row = answer.locator('.json-tree > ul > li > ul > li').first()
    await expect.poll(() => row.locator('.fold').getAttribute('aria-expanded')).toBe('false')
    await row.locator('.fold').click()
    await row.getByText('"created_at"').waitFor()
    await expectAccessible(page)
  })

  test('stays unfolded when the list brings its request later', async () => {
    const { page, mock } = await open({ token: false })
    await post(mock, '{"list":[{"a":1},{"b":2}]}')
    const [isReleased, release] = held()
    await page.route(/__admin\/requests(\/stream)?(\?|$)/, async (route) => {
      await isReleased
      await route.continue()
    })
    await page.goto(`${mock.url}/#token=${mock.adminToken}`)
    // The page has taken the token when its address no longer shows it.
    await expect.poll(() => page.url()).not.toContain('token=')
    await page.goto(`${mock.url}/#/requests?open=1`)
    const body = bodyOf(page)
    await body.getByRole('button', { name: 'Fold all', exact: true }).click()
    await expectCount(body.locator('.fold'), 2)
    release()
    await page.locator('.requests .entry:not(.head)').waitFor()
    await expectCount(body.locator('.fold'), 2)
  })

  test('with hostile depth is shown, and unfolds a part of it', async () => {
    const { page, mock } = await open()
    await post(mock, `${'['.repeat(2000)}${']'.repeat(2000)}`)
    await page.goto(`${mock.url}/#/requests?open=1`)
    await bodyOf(page).getByRole('button', { name: 'Unfold all' }).click()
    await expect.poll(() => bodyOf(page).locator('.fold').count()).toBeGreaterThan(20)
  })
})
