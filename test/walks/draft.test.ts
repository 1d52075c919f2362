import { describe, expect, test } from 'vitest'
import { mayRetry } from '../../src/walks/walk-builder.ts'
import { createStepReader } from '../../src/walks/step.ts'
import { trace } from './trace.ts'

describe('may be asked again', () => {
  test.each([
    ['A.p1!500 A.p1~0', true],
    ['A.p1!429@60 A.p1~0', true],
    ['A.p1!500*100 B.p1', false],
    ['A.p1!500 B.p1~5', false],
    ['A.p1!500 B.p1~12', true],
    ['A.p1!429@2 B.p1~1900', false],
    ['A.p1!429@2 B.p1~1995', true],
    ['A.p1!429@2 t+2 B.p1', true],
    ['A.p1!429@2 t+1 B.p1', false],
    ['A.p1!429@soon B.p1~100', true],
  ])('%s: %s', (notation, isSo) => {
    const [failed, step] = trace(notation).flatMap((one) => createStepReader()(one) ?? [])
    expect(failed && step && mayRetry(failed, step)).toBe(isSo)
  })
})
