// How an answer leaves: whole and at once, or late, slowly, cut short, or not at all.

import type { Answer } from '../laravel/http.ts'

export type Delivery = {
  readonly answer: Answer
  /** The Date header, unless the answer brings its own. */
  readonly date: string
  /** Milliseconds before anything of it is sent. */
  readonly delay: number
  /** Of the body; more where it would take longer than a minute. */
  readonly bytesPerSecond?: number
  /** After how many bytes of the body the connection is closed. */
  readonly cutAt?: number
  /** Nothing is sent: the connection is reset (TCP RST), or closed. */
  readonly end?: 'reset' | 'empty'
  /** Told when the client hangs up before the answer has left. */
  readonly onHangUp?: () => void
}
