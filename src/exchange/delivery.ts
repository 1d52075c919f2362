// How an answer is sent: whole and at once, or late, slowly, cut short, or not at all.

import type { Answer } from '../laravel/http.ts'

export type Delivery = {
  readonly answer: Answer
  /** The value of the Date header, unless the answer has its own. */
  readonly date: string
  /** Milliseconds before the first byte is sent. */
  readonly delay: number
  /** The speed of the body. A body that would take longer than a minute is sent faster. */
  readonly bytesPerSecond?: number
  /** The number of bytes of the body after which the connection is closed. */
  readonly cutAt?: number
  /** `reset` resets the connection (TCP RST), `empty` closes it. Neither sends anything. */
  readonly end?: 'reset' | 'empty'
  /** Called when the client hangs up before the whole answer is sent. */
  readonly onHangUp?: () => void
}
