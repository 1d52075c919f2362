// The time limits for the end of a mock that a command started.

/** The most milliseconds for the whole end. */
export const DRAIN_MS = 30_000
/** An idle client has sent its next request after 300 ms, or sees that its connection closes. */
export const CLOSING_PATIENCE = { idle: 300, calls: 5000, work: 25_000 }
/**
 * Signals that end the process at once. With a listener, the processor would repeat the failed
 * instruction for ever: for example, after another program cut the `-shm` file of the database.
 */
export const CRASHES: ('SIGBUS' | 'SIGFPE' | 'SIGILL' | 'SIGSEGV')[] = [
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGSEGV',
]
