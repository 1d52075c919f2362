import type { Dataset } from '../dataset/dataset.ts'
import type { FixtureName } from './fixtures.ts'
import { readFixture } from './given-rows.ts'

export const loadFixture = (name: FixtureName): Dataset =>
  readFixture(name, `fixtures/${name}.json`)
