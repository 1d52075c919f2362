// The table of all routes of the admin API.

import { aboutRoutes } from './about.ts'
import { assistantRoutes } from './assistants.ts'
import { clockRoutes } from './clock.ts'
import { conversationRoutes } from './conversations.ts'
import { datasetRoutes } from './dataset.ts'
import { faultRoutes } from './faults.ts'
import { mutationRoutes } from './mutations.ts'
import { replyRoutes } from './replies.ts'
import { oneRequestRoutes } from './one-request.ts'
import { requestRoutes } from './requests.ts'
import type { Route } from './route.ts'
import { sampleRoutes } from './samples.ts'
import { snapshotRoutes } from './snapshots.ts'
import { statisticsRoutes } from './statistics.ts'
import { statusRoutes } from './status.ts'
import { userRoutes } from './users.ts'
import { findingRoutes } from './findings.ts'
import { walkRoutes } from './walks.ts'

export const routes: readonly Route[] = [
  ...statusRoutes,
  ...aboutRoutes,
  ...userRoutes,
  ...conversationRoutes,
  ...assistantRoutes,
  ...statisticsRoutes,
  ...datasetRoutes,
  ...snapshotRoutes,
  ...replyRoutes,
  ...faultRoutes,
  ...mutationRoutes,
  ...sampleRoutes,
  ...requestRoutes,
  ...oneRequestRoutes,
  ...walkRoutes,
  ...findingRoutes,
  ...clockRoutes,
]
