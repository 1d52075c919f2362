import { expect, test } from 'vitest'
import { drawingOf } from '../../src/dashboard/walks/drawing.ts'
import { timeAxisOf } from '../../src/dashboard/walks/time-axis.ts'
import {
  describeInBrowser,
  expectAccessible,
  expectCount,
  expectToFit,
  useBrowser,
} from './browser.ts'
import { byPage } from './walk-sketch.ts'

test('a mark stands where its requests were under way, and a wait after its answer', () => {
  const walk = byPage({ asked: ['1', '2 next -', '2 retry'], rows: 30 })
  const steps = walk.steps.map((step, index) => ({
    ...step,
    after: [0, 100, 950][index] ?? 0,
    took: 50,
    retry_after: index === 1 ? 1 : 0,
  }))
  const { length, stretchOf, waitOf } = timeAxisOf(steps)
  const boxes = drawingOf({ ...walk, steps }).filter(({ type }) => type === 'box')
  expect(length).toBe(1000)
  expect(boxes.map(stretchOf)).toEqual([
    { from: 0, width: 5 },
    { from: 10, width: 5 },
    { from: 95, width: 5 },
  ])
  expect(boxes.map(waitOf)).toEqual([undefined, { from: 15, width: 85 }, undefined])
})

test('a fold reaches from its first request to its last answer', () => {
  const walk = byPage({
    asked: Array.from({ length: 1000 }, (_, page) => `${page + 1}`),
    rows: 15_000,
  })
  const marks = drawingOf(walk)
  expect(marks.length).toBeLessThan(10)
  const fold = marks.find(({ type }) => type === 'fold')
  const stretch = fold && timeAxisOf(walk.steps).stretchOf(fold)
  expect(stretch?.from).toBeCloseTo(0.2)
  expect(stretch?.width).toBeGreaterThan(99)
})

describeInBrowser('a walk over time', () => {
  const { open } = useBrowser()

  test.each([360, 1280])(
    'shows waits and retries at %i pixels, and leads to requests',
    async (width) => {
      const { page, mock } = await open({ place: '/walks', width })
      const ask = async (query: string): Promise<unknown> => {
        const headers = {
          Authorization: `Bearer ${mock.token('nicecall')}`,
          Accept: 'application/json',
        }
        return (await fetch(`${mock.url}/api/user/conversations?${query}`, { headers })).text()
      }
      await mock.faults.arm({ match: { nth: 2 }, effect: { type: 'rate_limit', retry_after: 30 } })
      await ask('page=1')
      await ask('page=2')
      await ask('page=2')
      // The finding stands above the walk, which moves down when it comes.
      const finding = page.locator('.finding').first()
      await finding.waitFor()
      await page.getByRole('button', { name: 'Over time' }).click()
      const walk = page.getByRole('article', { name: 'Walk 1' })
      await walk.getByText('Retry-After: 30 s').first().waitFor({ state: 'attached' })
      await expectCount(walk.locator('.bar.wait'), 1)
      await expectCount(walk.locator('.bar.failed'), 1)
      await expectToFit(page, width)
      await expectAccessible(page)
      await page.reload()
      await finding.waitFor()
      await walk.getByRole('link', { name: /page 2 · failed/ }).click()
      await page.getByRole('heading', { name: 'Request 2', exact: true }).waitFor()
    },
  )
})
