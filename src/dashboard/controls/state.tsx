// The part of the controls that changes the state of the mock: rows, time and replies.

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
