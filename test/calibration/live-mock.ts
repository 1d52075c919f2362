// A mock that stands for the live API, with an account of some rows.

import { calibrateLive, type Calibration } from '../../src/calibration/calibrate.ts'
import type { Options } from '../../src/config.ts'
import type { DatasetInput } from '../../src/dataset/dataset.ts'
import { startMock } from '../../src/index.ts'
import type { LiveOptions } from '../../src/live/live-api.ts'

export const TOKEN = 'token-of-the-live-account'

/** `mixed`: created_at does not follow the order of ids. */
export const accounts = { none: 0, one: 1, two: 2, many: 40, mixed: 30 } as const
export type Account = keyof typeof accounts

const START = Date.UTC(2025, 0, 1)

export function datasetOf(account: Account): DatasetInput {
  const rows = accounts[account]
  return {
    users: [{ id: 1 }],
    tokens: [{ id: 1, user_id: 1, plain: TOKEN }],
    assistants: [{ id: 1, uuid: uuidOf(900), user_id: 1, name: 'Support' }],
    conversations: Array.from({ length: rows }, (_, index) => {
      const time = new Date(START + 3_600_000 * (account === 'mixed' ? (index * 7) % rows : index))
      const text = time.toISOString().slice(0, 19).replace('T', ' ')
      return {
        id: 10 + index * 3,
        uuid: uuidOf(index),
        assistant_id: 1,
        type: 'widget' as const,
        variables: null,
        message_count: index,
        total_cost: 0.5,
        ai_enabled: true,
        created_at: text,
        updated_at: text,
      }
    }),
  }
}

const uuidOf = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

type Trial = {
  readonly options: Options
  readonly account: Account
  readonly live?: Partial<LiveOptions>
  /** Arms the faults of the trial. */
  readonly prepare?: (mock: Awaited<ReturnType<typeof startMock>>) => Promise<unknown>
}

/** Calibrates without waiting: each wait moves the clock of the mock. */
export async function calibrateMock(trial: Trial): Promise<Calibration> {
  const { options, account, live, prepare } = trial
  await using mock = await startMock({ dataset: datasetOf(account), ...options })
  let now = 1_760_000_000
  mock.setClock(now)
  await prepare?.(mock)
  const wait = async (milliseconds: number) => {
    now += milliseconds / 1000
    mock.setClock(now)
  }
  return await calibrateLive({ url: mock.url, token: TOKEN, option: '--live', wait, ...live })
}
