// The number of armed faults, in the header of every view. It reminds people of a possible reason
// for strange answers.

import { counted } from '../widgets/format.ts'
import { isSpent } from '../controls/fault-words.ts'
import { armedFaults } from '../mock/status.ts'
import { hrefOf, userId } from '../page-address.ts'

export function FaultCount() {
  const id = userId.value
  const count = armedFaults.value.filter(
    (fault) => !isSpent(fault) && (id === undefined || (fault.user ?? id) === id),
  ).length
  if (count === 0) return null
  return (
    <a class="chip warn fault-count" href={hrefOf('controls', { part: 'faults' })}>
      {counted(count, 'fault')} armed
    </a>
  )
}
