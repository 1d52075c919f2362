// Bits of ids, in the order in which the ids came. A UUID takes some 25 bytes; as a text in a Map it would take 100.

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/
const FIRST_SIZE = 1024

type Words = readonly [number, number, number, number]

export function createIdBits() {
  const others = new Map<string, number>()
  let count = 0
  let words = new Uint32Array(4 * FIRST_SIZE)
  let bits = new Uint8Array(FIRST_SIZE)
  /** By hash, the number of an id from 1; 0 is free. Twice as large as it need be, so that ids are found soon. */
  let table = new Uint32Array(2 * FIRST_SIZE)

  /** Where the table has the id, or has a place for it. */
  function placeOf(id: Words): number {
    for (let place = hash(id) & (table.length - 1); ; place = (place + 1) & (table.length - 1)) {
      const number = table[place] ?? 0
      if (number === 0 || id.every((word, index) => words[4 * (number - 1) + index] === word)) return place
    }
  }

  function grow(): void {
    const [oldWords, oldBits] = [words, bits]
    words = new Uint32Array(2 * oldWords.length)
    bits = new Uint8Array(2 * oldBits.length)
    table = new Uint32Array(2 * table.length)
    words.set(oldWords)
    bits.set(oldBits)
    for (let index = 0; index < count; index++) table[placeOf(wordsAt(index))] = index + 1
  }

  const wordsAt = (index: number): Words => [
    words[4 * index] ?? 0,
    words[4 * index + 1] ?? 0,
    words[4 * index + 2] ?? 0,
    words[4 * index + 3] ?? 0,
  ]

  function get(id: string): number {
    if (!UUID.test(id)) return others.get(id) ?? 0
    const number = table[placeOf(toWords(id))] ?? 0
    return number === 0 ? 0 : (bits[number - 1] ?? 0)
  }

  function set(id: string, value: number): void {
    if (!UUID.test(id)) {
      others.set(id, value)
      return
    }
    const uuid = toWords(id)
    if (count === bits.length) grow()
    const place = placeOf(uuid)
    if (table[place] === 0) {
      words.set(uuid, 4 * count)
      table[place] = ++count
    }
    bits[(table[place] ?? 1) - 1] = value
  }

  return {
    get,
    set,
    /** UUIDs first, then other ids. */
    *entries(): Generator<readonly [id: () => string, bits: number]> {
      for (let index = 0; index < count; index++) yield [() => toUuid(wordsAt(index)), bits[index] ?? 0]
      for (const [id, value] of others) yield [() => id, value]
    },
  }
}

function toWords(uuid: string): Words {
  const hex = uuid.replaceAll('-', '')
  return [word(hex, 0), word(hex, 8), word(hex, 16), word(hex, 24)]
}

const word = (hex: string, start: number): number => parseInt(hex.slice(start, start + 8), 16)

function toUuid(words: Words): string {
  const hex = words.map((value) => value.toString(16).padStart(8, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Ids that count up are to end up apart, too. */
const hash = ([a, b, c, d]: Words): number => {
  const mixed = Math.imul(Math.imul(Math.imul(a, 31) ^ b, 31) ^ c, 31) ^ d
  const spread = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b)
  return (spread ^ (spread >>> 16)) >>> 0
}
