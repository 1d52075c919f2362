// The counts of a user's conversations, for charts.

import * as z from 'zod'
import { conversationTypes } from '../dataset/dataset.ts'
import { UserQuery, userOrFirst, wholeText } from './fields.ts'
import { route } from './route.ts'

const MAX_DAYS = 36_500

const sums = {
  conversations: z.int().nonnegative(),
  messages: z.int().nonnegative().describe('The sum of `message_count`.'),
  cost: z.number().describe('The sum of `total_cost`, to eight decimals.'),
}

export const Statistics = z
  .strictObject({
    user: z.int(),
    ...sums,
    days: z
      .array(z.strictObject({ day: z.iso.date(), type: z.enum(conversationTypes), ...sums }))
      .describe('By the day of `created_at`, then type; only those with conversations.'),
    assistants: z
      .array(z.strictObject({ id: z.int(), uuid: z.string(), name: z.string(), ...sums }))
      .describe('The one with the most conversations first; also those without any.'),
  })
  .meta({ id: 'Statistics', description: 'What the conversations of a user add up to.' })
export type Statistics = z.infer<typeof Statistics>

const StatisticsQuery = z.strictObject({
  ...UserQuery.shape,
  days: wholeText(1, MAX_DAYS)
    .optional()
    .describe('Only of the last days, so many, up to the day of the newest row.'),
})

export const statisticsRoutes = [
  route({
    method: 'GET',
    url: '/statistics',
    operationId: 'getStatistics',
    tag: 'Conversations',
    summary: 'Sums by day and type, and by assistant',
    description:
      'Of all conversations of a user, or of those of the last days. Remembered until they change.',
    query: StatisticsQuery,
    status: 200,
    response: Statistics,
    handle: async ({ query }, { controls }) => {
      const { id, dataset_id: datasetId } = userOrFirst(controls, query.user)
      return { user: id, ...(await controls.store.statistics(datasetId, query.days)) }
    },
  }),
]
