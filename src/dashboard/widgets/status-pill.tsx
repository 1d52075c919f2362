// HTTP statuses, with words for those who do not see colours.

import { toReason } from './reason.ts'

export const toneOf = (status: number | null): string =>
  status === null || status >= 500
    ? 'bad'
    : status >= 400
      ? 'warn'
      : status >= 300
        ? 'info'
        : 'good'

/** Null for a connection that was cut before a status was sent. */
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
