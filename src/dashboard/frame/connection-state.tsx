import { connection, refusal } from '../mock/live.ts'
import { status } from '../mock/status.ts'

const words = {
  connecting: 'connecting',
  live: 'live',
  slow: 'polling',
  lost: 'no answer',
} as const

/** Shows whether the mock answers, and whether live updates arrive. */
export function ConnectionState() {
  const state = connection.value
  const version = status.value?.version
  return (
    <span
      class={`connection ${state}`}
      title={version === undefined ? '' : `conversations-mock ${version}`}
    >
      <span aria-hidden="true">●</span> {words[state]}
    </span>
  )
}

export function ConnectionBanner() {
  if (connection.value === 'slow')
    return (
      <p class="banner warn" role="status">
        Live updates do not come through{refusal.value === undefined ? '' : `: ${refusal.value}`}.
        This page asks every five seconds instead.
      </p>
    )
  if (connection.value !== 'lost') return null
  return (
    <p class="banner" role="alert">
      {refusal.value === undefined
        ? 'The mock does not answer.'
        : `The mock refuses this page: ${refusal.value}.`}{' '}
      This page tries again by itself; what you see may be old.
    </p>
  )
}
