// The notice about rows that came or were deleted after the list was loaded. Its checkbox follows
// new rows.

import { signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { counted } from '../widgets/format.ts'
import { useKey } from '../widgets/keys.ts'

/**
 * Whether the list reloads by itself when rows come. The browser does not remember the choice, so
 * that a new page never sends such requests unasked.
 */
const isFollowing = signal(false)

const turn = (): void => void (isFollowing.value = !isFollowing.value)

/** The shortest time between two reloads, because each is a real request. */
const FOLLOW_MS = 3000

type Props = {
  /** The number of new rows; negative if rows were deleted. */
  readonly arrived: number
  readonly isLoading: boolean
  /** Whether new rows would appear in the list now, and no dialog is open. */
  readonly canFollow: boolean
  readonly onShow: () => void
}

export function NewRows({ arrived, isLoading, canFollow, onShow }: Props) {
  useKey('f', 'Follow new rows', turn)
  useFollowing(isFollowing.value && canFollow && arrived !== 0 && !isLoading, onShow)
  const words =
    arrived > 0 ? counted(arrived, 'new row') : `${counted(-arrived, 'row')} fewer than shown`
  return (
    <div class="row new-rows">
      {arrived !== 0 && (
        <button
          type="button"
          class="small arrived"
          title="Ask again from the start of the list"
          onClick={({ currentTarget }) => {
            currentTarget.closest('.result')?.scrollIntoView({ block: 'nearest' })
            onShow()
          }}
        >
          {words} · show
        </button>
      )}
      <span class="unseen" role="status">
        {arrived === 0 ? '' : 'The list has changed.'}
      </span>
      <label
        class="row follow"
        title="While it is on, this page asks the API again when rows come, every three seconds at most (f)"
      >
        <input type="checkbox" checked={isFollowing.value} onChange={turn} />
        Follow new rows
      </label>
      {isFollowing.value && !canFollow && <span class="muted">at the start of the list</span>}
    </div>
  )
}

function useFollowing(isDue: boolean, act: () => void): void {
  const latest = useRef(act)
  latest.current = act
  const askedAt = useRef(-FOLLOW_MS)
  useEffect(() => {
    if (!isDue) return undefined
    const timer = setTimeout(
      () => {
        askedAt.current = performance.now()
        latest.current()
      },
      askedAt.current + FOLLOW_MS - performance.now(),
    )
    return () => clearTimeout(timer)
  }, [isDue])
}
