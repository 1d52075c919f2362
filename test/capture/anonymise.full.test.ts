import { describe, expect, test } from 'vitest'
import { anonymise, findLeaks } from '../../src/capture/anonymise.ts'
import { expectNothingLeaks, toRows } from './leaks.ts'
import { createRows } from './texts.ts'

const seeds = Array.from({ length: 100 }, (_, index) => 1000 + index)

describe('rows without the texts of people', () => {
  test.each(seeds)('hold no original, in any script (seed %i)', (seed) => {
    expectNothingLeaks(toRows(createRows(seed, 150)), { key: Buffer.from(`key ${seed}`) })
  })

  test('hold none among ten thousand', () => {
    const rows = toRows(createRows(7, 10_000))
    const key = Buffer.from('a key')
    const { rows: made, originals } = anonymise(rows, { key, keep: new Set() })
    expect(findLeaks(made, { originals, keep: new Set() })).toEqual([])
  })
})
