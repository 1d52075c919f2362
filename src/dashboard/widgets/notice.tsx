// Notices in place of content: it is empty, it is loading, or loading failed.

import type { ComponentChildren } from 'preact'
import { toMessage } from '../mock/admin.ts'

type NoticeProps = { readonly title: string; readonly children?: ComponentChildren }

export function Empty({ title, children }: NoticeProps) {
  return (
    <div class="notice">
      <h2>{title}</h2>
      {children}
    </div>
  )
}

export function Loading({ what }: { readonly what: string }) {
  return (
    <div class="notice loading" role="status">
      Loading {what} …
    </div>
  )
}

export function Failure({
  error,
  onRetry,
}: {
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
}) {
  return (
    <div class="notice failure" role="alert">
      <h2>That did not work</h2>
      <p>{toMessage(error)}</p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  )
}
