import { type Edition, editionNames, editions } from '../editions.ts'

/** The names of the editions of which it is true, for prose. */
export const listEditions = (isTrue: (edition: Edition) => boolean): string =>
  editionNames.filter((name) => isTrue(editions[name])).join(', ')
