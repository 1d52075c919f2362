// Takes pictures of the dashboard for people: `npm run screenshots`. The folder screenshots/ gets
// every view in both themes and at three widths. The two small pictures of the README go to
// .github/images/.

import { mkdirSync, rmSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { type Mock, startMock } from '../../src/index.ts'
import { chromiumArguments, findChromium } from '../chromium.ts'
import { makeActivity } from './activity.ts'
import { views } from './views.ts'

type Theme = 'light' | 'dark'
type Sight = { readonly theme: Theme; readonly width: number; readonly height: number }
type Shot = Sight & { readonly address?: string; readonly file: string }

const folder = 'screenshots'
const readme = '.github/images'
const SETTLE_MS = 1200

const sights: readonly Omit<Sight, 'theme'>[] = [
  { width: 360, height: 740 },
  { width: 1280, height: 860 },
  { width: 2560, height: 1300 },
]

const executablePath = findChromium()
if (executablePath === undefined)
  throw new Error(
    'there is no Chromium; install one (apt-get install chromium) or name it in CHROMIUM',
  )
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)
mkdirSync(readme, { recursive: true })

const browser = await chromium.launch({ executablePath, args: chromiumArguments })
const mock = await startMock()
await makeActivity(mock)
const small = { width: 1280, height: 640 }
await take(browser, mock, {
  ...small,
  theme: 'light',
  address: '/conversations?type=api&per_page=5',
  file: `${readme}/conversations.jpg`,
})
await take(browser, mock, {
  ...small,
  theme: 'dark',
  address: '/walks?walk=20',
  file: `${readme}/walks.jpg`,
})
for (const theme of ['light', 'dark'] as const) {
  for (const sight of sights) {
    for (const [name, address] of Object.entries(views)) {
      await take(browser, mock, {
        ...sight,
        theme,
        address,
        file: `${folder}/${name}-${sight.width}-${theme}.png`,
      })
    }
    await take(browser, mock, {
      ...sight,
      theme,
      file: `${folder}/token-${sight.width}-${theme}.png`,
    })
  }
}
await mock.close()
await browser.close()
process.stdout.write(`${folder}/ and ${readme}/ are written\n`)

/** Without `address`, the picture shows the page for a person without the admin token. */
async function take(
  from: Browser,
  { url, adminToken }: Mock,
  { theme, width, height, address, file }: Shot,
): Promise<void> {
  const context = await from.newContext({
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: 'reduce',
    locale: 'en',
  })
  const page = await context.newPage()
  await page.goto(address === undefined ? url : `${url}/#token=${adminToken}`)
  if (address !== undefined) await settle(page, `${url}/#${address}`)
  await page.screenshot({ path: file, ...(file.endsWith('.jpg') && { type: 'jpeg', quality: 60 }) })
  await context.close()
}

/** Opens a page and waits for its data, because charts and journals arrive later over HTTP. */
async function settle(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.locator('.connection.live').waitFor()
  await page.waitForLoadState('load')
  await page.waitForTimeout(SETTLE_MS)
}
