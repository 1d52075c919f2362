// A buffer for the newest texts, one byte for each character. New texts overwrite the oldest.
//
// Strings instead of this buffer would cost a tenth of the throughput and 40 MB. Each string would
// live just long enough to reach V8's old generation.

export type TextBuffer = ReturnType<typeof createTextBuffer>

const CAPACITY = 1024 * 1024

export function createTextBuffer(capacity = CAPACITY) {
  let bytes: Buffer | undefined
  let written = 0
  return { write, read, has }

  /** Returns the position of the text, counted over all that was ever written. */
  function write(text: string): number {
    bytes ??= Buffer.allocUnsafeSlow(capacity)
    // A text is not split at the end of the buffer.
    const room = capacity - (written % capacity)
    const from = text.length <= room ? written : written + room
    bytes.write(text, from % capacity, 'latin1')
    written = from + text.length
    return from
  }

  /** Undefined when the text was overwritten. */
  function read(from: number, length: number): string | undefined {
    if (!has(from)) return undefined
    const start = from % capacity
    return bytes?.toString('latin1', start, start + length) ?? ''
  }

  function has(from: number): boolean {
    return from >= written - capacity
  }
}
