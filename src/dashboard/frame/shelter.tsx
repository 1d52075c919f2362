// Catches the errors of a view, so that the rest of the page keeps working.

import type { ComponentChildren } from 'preact'
import { useErrorBoundary } from 'preact/hooks'
import { Failure } from '../widgets/notice.tsx'

export function Shelter({ children }: { readonly children: ComponentChildren }) {
  const [error, reset] = useErrorBoundary()
  return error === undefined ? <>{children}</> : <Failure error={error} onRetry={reset} />
}
