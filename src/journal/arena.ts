// The arena is memory in blocks of one size, outside of V8's heap. The garbage collector does not
// read it, and its size is known to the byte. Freed memory goes back to the system at once, which
// neither V8 nor malloc promises.

export const BLOCK = 2048

const STEP = 1024 * 1024
const BLOCKS_OF_STEP = STEP / BLOCK

/** An owner of blocks. */
export type Holder = { readonly blocks: number[] }

export type Arena = ReturnType<typeof createArena>

/** Reserves address space for `maxBytes`. The system gives memory only as blocks are used. */
export function createArena(maxBytes: number) {
  const buffer = new ArrayBuffer(0, { maxByteLength: Math.ceil(maxBytes / STEP) * STEP })
  const bytes = new Uint8Array(buffer)
  /** The numbers of the blocks without an owner. */
  let free: number[] = []
  return { take, give, write, read, byteAt, shrink, size: () => buffer.byteLength }

  /** Returns the number of a free block. Throws a RangeError beyond `maxBytes`. */
  function take(): number {
    return free.pop() ?? grow()
  }

  function give(block: number): void {
    free.push(block)
  }

  function grow(): number {
    const blocks = buffer.byteLength / BLOCK
    buffer.resize(buffer.byteLength + STEP)
    for (let block = blocks + BLOCKS_OF_STEP - 1; block > blocks; block--) free.push(block)
    return blocks
  }

  function write(from: Uint8Array, block: number, offset: number): void {
    bytes.set(from, block * BLOCK + offset)
  }

  function read(block: number, offset: number, length: number): Uint8Array {
    const start = block * BLOCK + offset
    return bytes.subarray(start, start + length)
  }

  function byteAt(block: number, offset: number): number {
    return bytes[block * BLOCK + offset] ?? 0
  }

  /**
   * Gives memory back to the system when a quarter of it is free. It moves the last blocks into
   * free places at the front. One step always stays, because giving back all memory takes
   * milliseconds, in which no request is answered.
   */
  function shrink(holders: Iterable<Holder>): void {
    const used = buffer.byteLength / BLOCK - free.length
    const size = Math.max(1, Math.ceil((used * BLOCK) / STEP)) * STEP
    if (buffer.byteLength - size < Math.max(STEP, buffer.byteLength / 4)) return
    const end = size / BLOCK
    const left = free.filter((block) => block < end)
    for (const { blocks } of holders) {
      for (const [index, block] of blocks.entries()) {
        const target = block < end ? undefined : left.pop()
        if (target === undefined) continue
        bytes.copyWithin(target * BLOCK, block * BLOCK, (block + 1) * BLOCK)
        blocks[index] = target
      }
    }
    free = left
    buffer.resize(size)
  }
}
