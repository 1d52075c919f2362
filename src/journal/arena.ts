// Memory in blocks of one size, outside of V8's heap: no collection looks through it, its size is known to the byte, and what is
// given up goes back to the system at once, which neither V8 nor malloc promises.

export const BLOCK = 2048

const STEP = 1024 * 1024
const BLOCKS_OF_STEP = STEP / BLOCK

/** Somebody who holds blocks. */
export type Holder = { readonly blocks: number[] }

export type Arena = ReturnType<typeof createArena>

/** Address space is reserved for the most that may be held, memory is taken as it is used. */
export function createArena(maxBytes: number) {
  const buffer = new ArrayBuffer(0, { maxByteLength: Math.ceil(maxBytes / STEP) * STEP })
  const bytes = new Uint8Array(buffer)
  /** The blocks that nobody holds. */
  let free: number[] = []
  return { take, give, write, read, shrink, size: () => buffer.byteLength }

  /** Throws a RangeError when more is taken than `maxBytes`. */
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

  /**
   * Gives memory back when a quarter of it is free: the last blocks are moved to where the first are free. One step stays: to
   * give back the last one takes milliseconds, in which others wait.
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
