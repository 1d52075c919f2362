// Writes numbers and texts one after the other into a buffer, and reads them back.

/** The limit of short texts that are stored once, because methods and headers mostly repeat. */
const MAX_WORDS = 250
const MAX_WORD = 100
const NULL = 0
const TEXT = 1
const FIRST_WORD = 2

export type Packing = ReturnType<typeof createPacking>

export function createPacking() {
  const words: string[] = []
  const indexes = new Map<string, number>()
  let bytes = Buffer.alloc(16 * 1024)
  let view = viewOf(bytes)
  let position = 0

  return {
    open,
    written: (): Buffer => bytes.subarray(0, position),
    position: (): number => position,
    moveTo,
    writeBytes,
    writeByte,
    writeShort,
    readShort,
    writeLong,
    readLong,
    setShort: (at: number, short: number): void => view.setUint16(at, short, true),
    shortAt: (at: number): number => view.getUint16(at, true),
    writeDouble,
    readDouble,
    writeCount,
    readCount,
    writeNullable,
    readNullable,
    writeText,
    readText,
    skipText,
    writeWord,
    readWord,
  }

  /** Goes to the start of the buffer and makes it at least `length` bytes long. */
  function open(length: number): Buffer {
    position = 0
    if (length > bytes.length) {
      bytes = Buffer.alloc(length * 2)
      view = viewOf(bytes)
    }
    return bytes
  }

  function moveTo(at: number): void {
    position = at
  }

  function writeBytes(from: Uint8Array): void {
    bytes.set(from, position)
    position += from.length
  }

  /** Writes a text that often repeats: one byte if it is known, otherwise the whole text. */
  function writeWord(text: string | null): void {
    if (text === null) return writeByte(NULL)
    const index = indexes.get(text) ?? learn(text)
    if (index !== undefined) return writeByte(FIRST_WORD + index)
    writeByte(TEXT)
    writeText(text)
  }

  function learn(text: string): number | undefined {
    if (words.length >= MAX_WORDS || text.length > MAX_WORD) return undefined
    indexes.set(text, words.length)
    return words.push(text) - 1
  }

  function readWord(): string | null {
    const code = view.getUint8(position++)
    if (code === NULL) return null
    return code === TEXT ? readText() : (words[code - FIRST_WORD] ?? null)
  }

  function writeText(text: string | null): void {
    writeNullable(text === null ? null : text.length)
    if (text !== null) position += bytes.write(text, position, 'latin1')
  }

  function readText(): string | null {
    const length = readNullable()
    if (length === null) return null
    position += length
    return bytes.toString('latin1', position - length, position)
  }

  function skipText(): void {
    const length = readNullable() ?? 0
    position += length
  }

  function writeNullable(count: number | null): void {
    writeCount(count === null ? 0 : count + 1)
  }

  function readNullable(): number | null {
    const count = readCount()
    return count === 0 ? null : count - 1
  }

  /** Writes a whole number with seven bits in each byte, the lowest bits first. */
  function writeCount(count: number): void {
    let rest = count
    for (; rest >= 128; rest = Math.floor(rest / 128)) writeByte(128 + (rest % 128))
    writeByte(rest)
  }

  function readCount(): number {
    let count = 0
    for (let unit = 1; ; unit *= 128) {
      const byte = view.getUint8(position++)
      if (byte < 128) return count + byte * unit
      count += (byte - 128) * unit
    }
  }

  function writeByte(byte: number): void {
    view.setUint8(position++, byte)
  }

  function writeShort(short: number): void {
    view.setUint16(position, short, true)
    position += 2
  }

  function readShort(): number {
    position += 2
    return view.getUint16(position - 2, true)
  }

  function writeLong(long: number): void {
    view.setUint32(position, long, true)
    position += 4
  }

  function readLong(): number {
    position += 4
    return view.getUint32(position - 4, true)
  }

  function writeDouble(double: number): void {
    view.setFloat64(position, double, true)
    position += 8
  }

  function readDouble(): number {
    position += 8
    return view.getFloat64(position - 8, true)
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer): DataView =>
  new DataView(buffer, byteOffset, byteLength)
