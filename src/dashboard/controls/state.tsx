// The state of the mock and its time: put back, kept, set and set in motion.

import { AssistantsCard } from './assistants.tsx'
import { ClockCard } from './clock.tsx'
import { DatasetCard } from './dataset.tsx'
import { RepliesCard } from './replies.tsx'
import { ResetCard } from './reset.tsx'
import { ScriptCard } from './script.tsx'
import { SnapshotsCard } from './snapshots.tsx'
import { TrafficCard } from './traffic.tsx'

export function State() {
  return (
    <div class="cards">
      <ResetCard />
      <SnapshotsCard />
      <ClockCard />
      <ScriptCard />
      <TrafficCard />
      <RepliesCard />
      <AssistantsCard />
      <DatasetCard />
    </div>
  )
}
