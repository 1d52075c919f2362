// Compares the parameters of two requests of a walk.

import { DEFAULT_PER_PAGE } from '../editions.ts'
import { filtersOf, type Options } from '../walks/list-target.ts'
import type { Walk, WalkStep } from '../walks/walk.ts'
import { cutText } from './cut-text.ts'
import { enumerate } from './words.ts'

/** The request of the walk directly before a step. */
export const before = ({ steps }: Walk, step: WalkStep): WalkStep | undefined =>
  steps[steps.indexOf(step) - 1]

/** A message may name several values. */
const MAX_VALUE = 200

/** Lists options as `type=widget and per_page=10`. */
export const spell = (options: Iterable<readonly [name: string, value: string]>): string =>
  enumerate([...options].map(([name, value]) => `${name}=${cutText(value, MAX_VALUE)}`))

/** The options in `first` whose names are missing in `second`. */
export const dropped = (first: Options, second: Options): [string, string][] =>
  [...first].filter(([name]) => !second.has(name))

/** The options that differ, as `per_page 10 → 20`. */
export function changes(first: Options, second: Options): string {
  const names = [...new Set([...first.keys(), ...second.keys()])].filter(
    (name) => first.get(name) !== second.get(name),
  )
  return enumerate(
    names.map((name) => `${name} ${valueOf(first, name)} → ${valueOf(second, name)}`),
  )
}

/** Whether a request names the default page size, so that it lacks no per_page of an earlier one. */
export const namesDefaultSize = ({ options, parameters }: WalkStep): boolean =>
  !options.has('per_page') && (parameters.get('per_page') ?? null) !== null

/** Whether two requests differ by more than per_page. */
export function hasOtherFilters(earlier: WalkStep, { options }: WalkStep): boolean {
  const filters = filtersOf(options)
  const others = filtersOf(earlier.options)
  return (
    filters.size !== others.size || [...filters].some(([name, value]) => others.get(name) !== value)
  )
}

const valueOf = (options: Options, name: string): string =>
  cutText(
    options.get(name) ?? (name === 'per_page' ? String(DEFAULT_PER_PAGE) : '(none)'),
    MAX_VALUE,
  )

const lists = new WeakMap<Options, string>()

/** A key of the walk's list: equal filters give equal keys, whatever per_page is. */
export function listOf(walk: Walk): string {
  const known = lists.get(walk.options)
  if (known !== undefined) return known
  const key = JSON.stringify([...filtersOf(walk.options)])
  lists.set(walk.options, key)
  return key
}
