// A buffer that the newest texts fill, each character one byte: older ones are overwritten.
//
// To hold all of the strings themselves costs a tenth of the throughput and forty megabytes: each would live just long enough to
// become old garbage.

export type TextBuffer = ReturnType<typeof createTextBuffer>

const CAPACITY = 1024 * 1024

export function createTextBuffer(capacity = CAPACITY) {
  let bytes: Buffer | undefined
  let written = 0
  return { write, read, has }

  /** The position of the text: how much had been written before it, all that has been overwritten since included. */
  function write(text: string): number {
    bytes ??= Buffer.allocUnsafeSlow(capacity)
    // A text is not split at the end of the buffer.
    const room = capacity - (written % capacity)
    const from = text.length <= room ? written : written + room
    bytes.write(text, from % capacity, 'latin1')
    written = from + text.length
    return from
  }

  /** Undefined for a text that was overwritten. */
  function read(from: number, length: number): string | undefined {
    if (!has(from)) return undefined
    const start = from % capacity
    return bytes?.toString('latin1', start, start + length) ?? ''
  }

  function has(from: number): boolean {
    return from >= written - capacity
  }
}
