// The counts of a user's conversations, for charts.

import * as z from 'zod'
import { conversationTypes } from '../dataset/dataset.ts'
import { UserQuery, userOrFirst, wholeText } from './fields.ts'
import { route } from './route.ts'

const MAX_DAYS = 36_500

const sums = {
  conversations: z.int().nonnegative(),
  messages: z.int().nonnegative().describe('The sum of `message_count`.'),
  cost: z.number().describe('The sum of `total_cost`, rounded to eight decimals.'),
}

export const Statistics = z
  .strictObject({
    user: z.int(),
    ...sums,
    days: z
      .array(z.strictObject({ day: z.iso.date(), type: z.enum(conversationTypes), ...sums }))
      .describe(
        'Sums by the day of `created_at`, then by type. Only days and types with ' +
          'conversations are listed.',
      ),
    assistants: z
      .array(z.strictObject({ id: z.int(), uuid: z.string(), name: z.string(), ...sums }))
      .describe(
        'Sums by assistant, sorted by number of conversations, highest first. Assistants ' +
          'without conversations are listed too.',
      ),
  })
  .meta({ id: 'Statistics', description: 'Sums over the conversations of a user.' })
export type Statistics = z.infer<typeof Statistics>

const StatisticsQuery = z.strictObject({
  ...UserQuery.shape,
  days: wholeText(1, MAX_DAYS)
    .optional()
    .describe('Number of days to include, up to the day of the newest row.'),
})

export const statisticsRoutes = [
  route({
    method: 'GET',
    url: '/statistics',
    operationId: 'getStatistics',
    tag: 'Conversations',
    summary: 'Count conversations by day, type and assistant',
    description:
      'Sums over all conversations of a user, or over the last days. The result is cached ' +
      'until the conversations change.',
    query: StatisticsQuery,
    status: 200,
    response: Statistics,
    handle: async ({ query }, { controls }) => {
      const { id, dataset_id: datasetId } = userOrFirst(controls, query.user)
      return { user: id, ...(await controls.store.statistics(datasetId, query.days)) }
    },
  }),
]
