// Every pair of switches that can be told from outside: after calibrate() a mock that is alike shows no drift.

import { describe, expect, test } from 'vitest'
import { calibrateLive } from '../../src/calibration/calibrate.ts'
import { capture, drift, startMock } from '../../src/index.ts'
import { pairs } from '../calibration/combinations.ts'
import { datasetOf, TOKEN } from '../calibration/live-mock.ts'

describe('drift finds nothing after calibrate', () => {
  test.each(pairs())('%j', async ({ account, ...options }) => {
    await using live = await startMock({ dataset: datasetOf(account), ...options })
    let now = 1_760_000_000
    const wait = async (milliseconds: number): Promise<void> => {
      now += milliseconds / 1000
      live.setClock(now)
    }
    await wait(0)
    const at = { url: live.url, token: TOKEN, option: '--live', wait }
    const { settings } = await calibrateLive(at)
    await wait(60_000)
    const { dataset } = await capture({ live: live.url, token: TOKEN })
    await wait(60_000)
    const { entries } = await drift({ live: live.url, token: TOKEN, dataset, settings, wait })
    expect(entries).toEqual([])
  })
})
