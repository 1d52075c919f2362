import { expect, test } from 'vitest'
import { describeInBrowser, expectAccessible, useBrowser, waitUntilLive } from './browser.ts'

describeInBrowser('the frame', () => {
  const { open, allow } = useBrowser()

  test('opens from the link with the token, which leaves the address at once', async () => {
    const { page, mock } = await open()
    await waitUntilLive(page)
    expect(page.url()).not.toContain(mock.adminToken)
    expect(await page.title()).toBe('Overview · conversations-mock')
  })

  test('asks for the token without one, and shows nothing before', async () => {
    const { page, mock } = await open({ token: false, place: '/requests' })
    await page.getByRole('heading', { name: 'This page needs the admin token' }).waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
    await page.getByLabel('Admin token').fill(mock.adminToken)
    await page.getByRole('button', { name: 'Look' }).click()
    await waitUntilLive(page)
    expect(page.url()).toBe(`${mock.url}/#/requests`)
  })

  test('says that a token is wrong, and reveals nothing', async () => {
    allow(/401/)
    const { page } = await open({ token: 'certainly-wrong' })
    await page.getByRole('heading', { name: 'The mock refused this admin token' }).waitFor()
    expect(await page.locator('main').innerText()).not.toContain('demo-key')
    expect(await page.evaluate('sessionStorage.length')).toBe(0)
    await expectAccessible(page)
  })
})
