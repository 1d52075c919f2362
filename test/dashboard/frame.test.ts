import { expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { findPort } from '../ports.ts'
import { describeInBrowser, useBrowser, waitUntilLive } from './browser.ts'
import { startProxy } from './proxy.ts'

describeInBrowser('the frame', () => {
  const { open, allow } = useBrowser()

  test('opens from the link with the token, which leaves the address at once', async () => {
    const { page, mock } = await open()
    await waitUntilLive(page)
    expect(page.url()).not.toContain(mock.adminToken)
    await expect.poll(() => page.title()).toBe('Overview · conversations-mock')
  })

  test('asks for the token without one, and shows nothing before', async () => {
    const { page, mock } = await open({ token: false, place: '/requests' })
    await page.getByRole('heading', { name: 'This page needs the admin token' }).waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
    await page.getByLabel('Admin token').fill(mock.adminToken)
    await page.getByRole('button', { name: 'Look' }).click()
    await waitUntilLive(page)
    await expect.poll(() => page.url()).toBe(`${mock.url}/#/requests`)
  })

  test('forgets what it knew when the token is refused', async () => {
    allow(/401|ERR_|Failed to load/)
    const { page, mock } = await open({
      options: { port: await findPort(), adminToken: 'first-admin-token' },
    })
    await waitUntilLive(page)
    const port = Number(new URL(mock.url).port)
    await mock.close()
    await using other = await startMock({ port, adminToken: 'second-admin-token' })
    await page.getByRole('heading', { name: 'The mock refused this admin token' }).waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
    expect(await other.requests.count()).toBe(0)
  })

  test('says that the mock is gone, and finds it when it is back', async () => {
    allow(/ERR_|Failed to load/)
    const { page, mock } = await open({
      options: { port: await findPort(), adminToken: 'one-admin-token' },
    })
    await waitUntilLive(page)
    const port = Number(new URL(mock.url).port)
    await mock.close()
    await page.getByText('The mock does not answer.').waitFor()
    await using again = await startMock({ port, adminToken: 'one-admin-token' })
    await waitUntilLive(page)
    await page.getByText('The mock does not answer.').waitFor({ state: 'detached' })
    expect(await again.requests.count()).toBe(0)
  })

  test('says why the mock refuses a host that it does not know', async () => {
    allow(/403|request to/)
    const { page, mock } = await open({ token: false })
    await page.goto(`${mock.url.replace('127.0.0.1', 'other.localhost')}/#token=${mock.adminToken}`)
    await page.getByText(/The mock refuses this page: .* name it with --allowed-hosts/).waitFor()
  })

  test('says that the user was deleted meanwhile', async () => {
    const { page, mock } = await open({ place: '/requests' })
    const user = await mock.createUser({ name: 'Short-lived' })
    await page.getByLabel('User').selectOption({ label: `${user.id} · Short-lived` })
    await expect.poll(() => page.url()).toContain(`user=${user.id}`)
    await user.delete()
    await page.getByRole('heading', { name: `User ${user.id} is no longer there` }).waitFor()
    await page.getByRole('button', { name: 'Look at all users' }).click()
    await expect.poll(() => page.url()).toBe(`${mock.url}/#/requests`)
  })

  test('goes to a view by its digit, not while somebody types', async () => {
    const { page, mock } = await open()
    await waitUntilLive(page)
    await page.keyboard.press('3')
    await expect.poll(() => page.url()).toBe(`${mock.url}/#/requests`)
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys and links' }).waitFor()
    await page.keyboard.press('1')
    expect(page.url()).toBe(`${mock.url}/#/requests`)
    await page.keyboard.press('Escape')
    await page.goBack()
    await expect.poll(() => page.title()).toBe('Overview · conversations-mock')
  })

  test('begins a view at its top, and lets a keyboard skip what is above it', async () => {
    const { page } = await open({ place: '/overview?begin=open', height: 400 })
    await waitUntilLive(page)
    await page.getByRole('region', { name: 'Run a sample client' }).waitFor()
    await page.evaluate('scrollTo(0, 300)')
    await page.keyboard.press('5')
    await page.getByRole('heading', { name: 'Arm with one click' }).waitFor()
    await expect.poll(() => page.evaluate('scrollY')).toBe(0)
    await page.reload()
    await waitUntilLive(page)
    await page.keyboard.press('Tab')
    await page.locator('.skip:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.locator('main:focus').waitFor()
  })

  test('shows the link of its view, also where the navigation is too narrow for all', async () => {
    const { page } = await open({ place: '/controls', width: 220 })
    await waitUntilLive(page)
    const navigation = page.getByRole('navigation', { name: 'Views' })
    const link = navigation.getByRole('link', { name: 'Controls' })
    const isShown = async (): Promise<boolean> => {
      const [outer, inner] = [await navigation.boundingBox(), await link.boundingBox()]
      return outer !== null && inner !== null && inner.x + inner.width <= outer.x + outer.width + 1
    }
    await expect.poll(isShown).toBe(true)
    expect(await page.evaluate('document.querySelector("header nav").scrollLeft')).toBeGreaterThan(
      0,
    )
  })

  test('turns light and dark by a click, also after it is loaded again', async () => {
    const { page } = await open({ theme: 'light' })
    await waitUntilLive(page)
    const ground = (): Promise<string> =>
      page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor')
    const light = await ground()
    await page.getByRole('button', { name: 'Dark colours' }).click()
    await expect.poll(ground).not.toBe(light)
    await page.reload()
    await page.getByRole('button', { name: 'Light colours' }).click()
    await expect.poll(ground).toBe(light)
  })

  test('loads a view when it is opened, and says when that fails', async () => {
    allow(/ERR_|Failed to load|404/)
    const { page } = await open()
    await waitUntilLive(page)
    const loaded: string[] = []
    await page.route(/\/walks-[^/]+\.js$/, async (route) => route.abort())
    page.on('request', (request) => loaded.push(request.url()))
    await page.keyboard.press('4')
    await page.getByRole('heading', { name: 'Walks could not be loaded' }).waitFor()
    await page.unroute(/\/walks-[^/]+\.js$/)
    await page.getByRole('button', { name: 'Load the page again' }).click()
    await page.getByRole('heading', { name: 'No walks yet' }).waitFor()
    expect(loaded.filter((url) => /\/controls-[^/]+\.js$/.test(url))).toEqual([])
  })

  test('leads links of before to the view that took over', async () => {
    const { page } = await open({ place: '/steering?part=users' })
    await expect.poll(() => page.title()).toBe('Controls · conversations-mock')
    await expect.poll(() => page.locator('.controls .user').count()).toBeGreaterThan(0)
  })

  test.each([true, false])('works below a path (trustProxies: %s)', async (trustProxies) => {
    const { page, mock } = await open({ token: false, options: { trustProxies } })
    await using proxy = await startProxy(mock.url, '/demo/mock')
    allow(/request to/)
    const origins = new Set<string>()
    await page.goto('about:blank')
    page.on('request', (request) =>
      origins.add(request.url().replace(/^(.*?\/demo\/mock\/).*/, '$1')),
    )
    for (const view of ['overview', 'conversations', 'requests', 'walks', 'controls']) {
      await page.goto(`${proxy.url}/demo/mock/#token=${mock.adminToken}`)
      await page.goto(`${proxy.url}/demo/mock/#/${view}`)
      await waitUntilLive(page)
    }
    // Only what changes something comes with an Origin.
    const headers = { Authorization: `Bearer ${mock.adminToken}` }
    const change = `fetch('./__admin/requests', ${JSON.stringify({ method: 'DELETE', headers })}).then(({ status }) => status)`
    expect(await page.evaluate(change)).toBe(200)
    await page.goto('about:blank')
    expect([...origins]).toEqual([`${proxy.url}/demo/mock/`])
  })
})
