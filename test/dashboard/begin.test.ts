import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { demoWords } from '../../src/dashboard/begin/demo-words.ts'
import { languages } from '../../src/dashboard/code/printed.ts'
import {
  copied,
  describeInBrowser,
  expectAccessible,
  expectToFit,
  useBrowser,
  waitForFocus,
  waitUntilLive,
} from './browser.ts'
import { canRun, runProgram } from './programs.ts'

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const connect = (page: Page) => card(page, 'Connect your client')
const samples = (page: Page) => card(page, 'Run a sample client')

describeInBrowser('how to begin', () => {
  const { open } = useBrowser()

  test('each call is copied by a click, runs, and turns the card green', async () => {
    const { page } = await open()
    await connect(page).getByText('Waiting for a request').waitFor()
    for (const { name } of languages.filter((language) => canRun(language.name))) {
      await connect(page).getByRole('button', { name, exact: true }).click()
      const text = await copied(page, connect(page).getByLabel(`Copy the call in ${name}`))
      expect(await runProgram(name, text)).toContain('current_page')
    }
    await connect(page).getByText('Connected.').waitFor()
    await expect.poll(() => connect(page).getAttribute('class')).toContain('arrived')
    await connect(page).getByRole('link', { name: 'Look at this request' }).click()
    await page.getByRole('heading', { name: 'Request 1', exact: true }).waitFor()
  })

  test('has a key for each generation, with a sentence, and the address', async () => {
    const { page, mock } = await open()
    const keys = connect(page).getByRole('radio')
    await expect.poll(() => keys.count()).toBe(4)
    await connect(page).getByText('a cursor leads from page to page').click()
    await connect(page).locator('pre').getByText(mock.token('autocalls')).waitFor()
    expect(await copied(page, connect(page).getByLabel('Copy the base URL'))).toBe(mock.url)
    expect(await copied(page, connect(page).getByLabel('Copy the key of nicecall'))).toBe(
      mock.token('nicecall'),
    )
  })

  test('is one click away once clients have asked', async () => {
    const { page, mock } = await open({ token: false })
    const headers = { Authorization: `Bearer ${mock.token('combined')}` }
    await fetch(`${mock.url}/api/user/conversations`, { headers })
    await page.goto(`${mock.url}/#token=${mock.adminToken}`)
    // The page has the request, so that it waits for another one.
    await waitUntilLive(page)
    await page.getByRole('button', { name: 'Connect a client' }).click()
    await connect(page).getByText('Waiting for a request').waitFor()
    await fetch(`${mock.url}/api/user/conversations`)
    await connect(page).getByText('The key is not one of these.').waitFor()
    await page.getByRole('button', { name: 'Hide how to begin' }).click()
    await connect(page).waitFor({ state: 'detached' })
  })

  test('waits for a new request, though the card is there before the journal', async () => {
    const { page, mock } = await open({ token: false })
    const ask = async (token: string) =>
      fetch(`${mock.url}/api/user/conversations`, { headers: { Authorization: `Bearer ${token}` } })
    await ask(mock.token('combined'))
    const late = Promise.withResolvers<undefined>()
    await page.route('**/__admin/requests?*', async (route) => {
      await late.promise
      await route.continue()
    })
    await page.goto(`${mock.url}/#token=${mock.adminToken}`)
    const button = page.getByRole('button', { name: 'Connect a client' })
    await connect(page).or(button).first().waitFor()
    if (await button.isVisible()) await button.click()
    await connect(page).getByText('Waiting for a request').waitFor()
    late.resolve(undefined)
    await waitUntilLive(page)
    expect(await connect(page).getByText('Waiting for a request').count()).toBe(1)
    await ask('wrong')
    await connect(page).getByText('The key is not one of these.').waitFor()
  })

  test('runs a sample client, and leads to its walk', async () => {
    const { page } = await open()
    await samples(page).getByLabel('Requests a second').selectOption('20')
    await samples(page).getByRole('button', { name: 'Run “Loses its filter”' }).click()
    await samples(page).getByText('finished').waitFor()
    await samples(page).getByRole('link', { name: 'Its walk' }).click()
    await page.getByRole('article', { name: 'Walk 1' }).getByText('filters-lost').waitFor()
  })

  test('goes on from a step of the demo that is still running, without a mark on the next one', async () => {
    const { page } = await open()
    const { promise: isSkipped, resolve: release } = Promise.withResolvers<void>()
    await page.route('**/__admin/sample-clients*', async (route) => {
      if (route.request().method() === 'POST') await isSkipped
      await route.continue()
    })
    await samples(page).getByRole('button', { name: 'Five-minute demo' }).click()
    const bar = card(page, 'Five-minute demo')
    await bar.getByRole('button', { name: demoWords.right.action }).click()
    await bar.getByRole('button', { name: demoWords.right.action, disabled: true }).waitFor()
    await bar.getByRole('button', { name: 'Skip' }).click()
    await bar.getByRole('heading', { name: demoWords.early.title }).waitFor()
    release()
    const act = bar.getByRole('button', { name: demoWords.early.action, disabled: false })
    await act.waitFor()
    expect(await bar.getByRole('button', { name: 'Skip' }).count()).toBe(1)
  })

  test('leads through the demo without a terminal', async () => {
    const { page, mock } = await open()
    await samples(page).getByRole('button', { name: 'Five-minute demo' }).click()
    const bar = card(page, 'Five-minute demo')
    const next = bar.getByRole('button', { name: 'Next' })
    for (const { title, action } of Object.values(demoWords).slice(0, -1)) {
      await bar.getByRole('heading', { name: title }).waitFor()
      // Nobody answers in the newest one, so the demo must not open that.
      const [newest] = title === demoWords.talk.title ? await mock.conversations.list() : []
      if (newest) await mock.conversations.update(newest.uuid, { ai_enabled: false })
      await bar.getByRole('button', { name: action }).click()
      if (title === demoWords.talk.title) {
        const dialog = page.getByRole('dialog', { name: 'Conversation', exact: true })
        await dialog.getByRole('button', { name: 'Switch the AI off' }).waitFor()
        await page.keyboard.press('Escape')
        await dialog.waitFor({ state: 'detached' })
        // The list takes the focus back once the dialog is gone, perhaps only now.
        await next.press('Enter')
        continue
      }
      // A keyboard goes on from where it is.
      await waitForFocus(page, next)
      await page.keyboard.press('Enter')
    }
    await bar.getByRole('heading', { name: 'That was it' }).waitFor()
    await expect
      .poll(async () => new Set((await mock.requests.list()).map(({ correlation }) => correlation)))
      .toHaveProperty('size', 6)
    await page.keyboard.press('d')
    await waitForFocus(page, bar)
  })

  describe.each(['light', 'dark'] as const)('in %s colours', (theme) => {
    test.each([360, 768, 1280])('fits into %i pixels, and axe finds nothing', async (width) => {
      const { page } = await open({ theme, width })
      await samples(page).getByRole('listitem').first().waitFor()
      await expectToFit(page, width)
      await expectAccessible(page)
    })
  })
})
