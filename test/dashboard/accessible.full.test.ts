// Every view in both themes and at three widths. The quick tests look at each part once. The themes differ in colours alone, so only
// the colours are checked again in the second one.

import { expect, test } from 'vitest'
import { makeActivity } from '../../tools/screenshots/activity.ts'
import { views } from '../../tools/screenshots/views.ts'
import {
  COLOUR_RULES,
  describeInBrowser,
  expectAccessible,
  expectCount,
  expectToFit,
  useBrowser,
  waitUntilLive,
} from './browser.ts'

const widths = [1440, 1024, 390]
const PHONE = { width: 390, height: 844 }
const SCREENS = 5

describeInBrowser('everything that the page shows', () => {
  const { open, allow } = useBrowser()

  test.each(['light', 'dark'] as const)(
    'fits, and axe finds nothing, in %s',
    { timeout: 600_000 },
    async (theme) => {
      allow(/404|422/)
      const rules = theme === 'dark' ? COLOUR_RULES : undefined
      const { page, mock } = await open({ theme })
      await waitUntilLive(page)
      await makeActivity(mock)
      for (const [name, address] of Object.entries(views)) {
        await page.goto(`${mock.url}/#${address}`)
        await page.locator('main :is(h2, h3, .card, .table)').first().waitFor()
        await expectCount(page.locator('.loading'), 0)
        for (const width of widths) {
          await page.setViewportSize({ width, height: PHONE.height })
          await expectToFit(page, width, name)
          await expectAccessible(page, rules)
        }
        // Lists grow with what they hold; they have a fold or a frame of their own.
        if (!name.startsWith('walks'))
          await expect
            .poll(() => page.evaluate('document.documentElement.scrollHeight'), { message: name })
            .toBeLessThanOrEqual(SCREENS * PHONE.height)
      }
      await page.goto(`${mock.url}/#/overview`)
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keys and links' }).waitFor()
      await expectAccessible(page, rules)
    },
  )
})
