// HTTP statuses, with words for those who do not see colours.

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  302: 'Found',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Server Error',
  503: 'Service Unavailable',
}

export const toReason = (status: number): string => reasons[status] ?? ''

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
