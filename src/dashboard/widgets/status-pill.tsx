// Shows an HTTP status with a colour, and with its reason phrase as a tooltip.

import { toReason } from './reason.ts'

const toneOf = (status: number | null): string =>
  status === null || status >= 500
    ? 'bad'
    : status >= 400
      ? 'warn'
      : status >= 300
        ? 'info'
        : 'good'

/** `status`: null when the connection was closed before a status was sent. */
export function StatusPill({ status }: { readonly status: number | null }) {
  return (
    <span
      class={`pill ${toneOf(status)}`}
      title={status === null ? 'cut before a status was sent' : toReason(status)}
    >
      {status ?? 'cut'}
    </span>
  )
}
