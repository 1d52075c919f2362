import { readFileSync } from 'node:fs'
import { parseDatasetText, type Dataset } from '../dataset/dataset.ts'
import { type FixtureName, fixtureUrl } from './fixtures.ts'

export const loadFixture = (name: FixtureName): Dataset =>
  parseDatasetText(readFileSync(fixtureUrl(name), 'utf8'), `fixtures/${name}.json`)
